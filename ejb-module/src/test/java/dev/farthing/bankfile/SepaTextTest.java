package dev.farthing.bankfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.seed.Seed;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What becomes of names and remittances on their way to a bank. */
class SepaTextTest {
    @Test
    void leavesWhatEveryBankTakesAsItIs() {
        String allowed = "AZaz 09/-?:().,'+";

        assertThat(SepaText.remittance(allowed)).isEqualTo(allowed);
    }

    @Test
    void takesAccentsOffAndWritesLigaturesOut() {
        assertThat(SepaText.name("Ærøskøbing Ångström GmbH & Söhne, Straße Łódź"))
                .isEqualTo("AEroskobing Angstrom GmbH + Sohne, Strasse Lodz");
        assertThat(SepaText.name("e\u0301cole ﬁnance Ｆｕｌｌ")).isEqualTo("ecole finance Full");
    }

    @Test
    void transliteratesGreekAndCyrillic() {
        assertThat(SepaText.name("Γιώργος Ψυχάρης")).isEqualTo("Giorgos PSycharis");
        assertThat(SepaText.name("Щербаков Йордан")).isEqualTo("SHTerbakov Yordan");
    }

    @Test
    void putsADotForWhatHasNoLetter() {
        assertThat(SepaText.name("王 Ltd ☃ 😀")).isEqualTo(". Ltd . .");
        assertThat(SepaText.remittance("\uD800")).isEqualTo(".");
    }

    @Test
    void makesOneLineOfSeveralAndOneBlankOfMany() {
        assertThat(SepaText.remittance(" one\r\n\ttwo\u00A0\u2003three ")).isEqualTo("one two three");
    }

    @Test
    void cutsAtSeventyAndAtHundredAndForty() {
        assertThat(SepaText.name("ß".repeat(60))).isEqualTo("s".repeat(70));
        assertThat(SepaText.remittance("x".repeat(5_000))).isEqualTo("x".repeat(140));
        assertThat(SepaText.name("n".repeat(69) + " m")).isEqualTo("n".repeat(69));
    }

    @Test
    void saysThatANameIsMissingWhenNothingIsLeftOfIt() {
        assertThat(SepaText.name("\u0301\u200B")).isEqualTo("NOTPROVIDED");
        assertThat(SepaText.remittance("\u0301")).isEmpty();
    }

    @Test
    void leavesNothingButTheSetWhateverComes() {
        Random random = Seed.of(SepaTextTest.class);
        for (int i = 0; i < 5_000; i++) {
            String nasty = NastyText.of(random);

            assertThat(SepaText.remittance(nasty)).as(nasty).matches("[A-Za-z0-9/?:().,'+ -]{0,140}");
            assertThat(SepaText.name(nasty)).as(nasty).matches("[A-Za-z0-9/?:().,'+ -]{1,70}");
        }
    }
}
