package dev.farthing.web.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farthing.money.Currency;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: an amount means the same inside and outside, or is refused. Method: there and back, and the edges of its form. */
class AmountJsonTest {
    private static final Currency USD = new Currency("USD", 6);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 999_999_999_999_999_999L, -999_999_999_999_999_999L})
    void comesBackAsItWentOut(long amount) {
        AmountJson json = AmountJson.of(amount, USD);
        assertThat(json).isEqualTo(new AmountJson(Long.toString(amount), "USD", 6));
        assertThat(json.inLedgerScale(USD)).isEqualTo(amount);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "01", "-0", "+1", "1.0", "1e3", " 1", "1 ", "1_000", "٣", "1000000000000000000", "0x1", "1\n"
            })
    void refusesWhatIsNoPlainInteger(String value) {
        assertThatExceptionOfType(BadRequest.class)
                .isThrownBy(() -> new AmountJson(value, "USD", 6).inLedgerScale(USD))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("WRONG_AMOUNT"))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(422));
    }

    @Test
    void refusesAnotherScaleThanTheLedgers() {
        assertThatExceptionOfType(BadRequest.class)
                .isThrownBy(() -> new AmountJson("1", "USD", 2).inLedgerScale(USD))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("WRONG_SCALE"));
    }
}
