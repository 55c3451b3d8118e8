package dev.farthing.party;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: no payout to a mistyped account. Method: the examples that countries publish, and each with one character wrong. */
class IbanTest {
    private static final String DIGITS = "0123456789";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String GERMAN = "DE89370400440532013000";

    @ParameterizedTest
    @ValueSource(
            strings = {
                GERMAN,
                "GB29NWBK60161331926819",
                "NL91ABNA0417164300",
                "FR1420041010050500013M02606",
                "NO9386011117947",
                "MT84MALT011000012345MTLCAST001S"
            })
    void takesIbansOfManyCountries(String iban) {
        assertThat(Iban.isValid(iban)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "DE",
                "DE89 3704 0044 0532 0130 00",
                "de89370400440532013000",
                "DE8937040044053201300O",
                "8937040044053201300000",
                "DE89370400440532013000\n",
                "DEXX370400440532013000",
                "NO938601111794",
                "GB29NWBK60161331926819GB29NWBK6016133"
            })
    void refusesWhatIsNotInForm(String text) {
        assertThat(Iban.isValid(text)).isFalse();
    }

    @Test
    void noticesEverySingleWrongCharacterAndEverySwapOfNeighbours() {
        int tried = 0;
        for (int i = 0; i < GERMAN.length(); i++) {
            // A letter in a digit's place counts two digits, and may be as good by chance.
            String alphabet = Character.isDigit(GERMAN.charAt(i)) ? DIGITS : LETTERS;
            for (int c = 0; c < alphabet.length(); c++) {
                String wrong = GERMAN.substring(0, i) + alphabet.charAt(c) + GERMAN.substring(i + 1);
                if (!wrong.equals(GERMAN)) {
                    assertThat(Iban.isValid(wrong)).as(wrong).isFalse();
                    tried++;
                }
            }
        }
        for (int i = 4; i < GERMAN.length() - 1; i++) {
            String swapped = GERMAN.substring(0, i) + GERMAN.charAt(i + 1) + GERMAN.charAt(i) + GERMAN.substring(i + 2);
            assertThat(swapped.equals(GERMAN) || !Iban.isValid(swapped))
                    .as(swapped)
                    .isTrue();
        }
        assertThat(tried).isEqualTo(20 * 9 + 2 * 25);
    }

    @Test
    void refusesCheckDigitsThatAreNeverGivenOut() {
        for (int check = 0; check < 100; check++) {
            String text = (check < 10 ? "0" : "") + check;
            assertThat(Iban.isValid("DE" + text + "370400440532013000")).isEqualTo(check == 89);
        }
        // 02 is good here, and 99 leaves the same remainder.
        String account = accountWithCheck02();
        assertThat(Iban.isValid("DE02" + account)).isTrue();
        assertThat(Iban.isValid("DE99" + account)).isFalse();
    }

    private static String accountWithCheck02() {
        for (long number = 0; number < 1_000; number++) {
            String account = "37040044" + (1_000_000_000L + number);
            if (Iban.isValid("DE02" + account)) {
                return account;
            }
        }
        throw new AssertionError("One account in 97 has the check digits 02");
    }
}
