package dev.farthing.bankfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.seed.Seed;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Amounts on their way between books and files, compared with decimals. */
class MinorUnitsTest {
    @Test
    void writesEveryDecimalOfTheCurrency() {
        assertThat(MinorUnits.toText(5, 2)).isEqualTo("0.05");
        assertThat(MinorUnits.toText(100, 2)).isEqualTo("1.00");
        assertThat(MinorUnits.toText(0, 3)).isEqualTo("0.000");
        assertThat(MinorUnits.toText(1234, 0)).isEqualTo("1234");
    }

    @Test
    void readsWhatTheDecimalSays() {
        assertThat(MinorUnits.fromText("1", 2)).isEqualTo(100);
        assertThat(MinorUnits.fromText("1.5", 2)).isEqualTo(150);
        assertThat(MinorUnits.fromText("0001.50000", 2)).isEqualTo(150);
        assertThat(MinorUnits.fromText("0", 0)).isZero();
        assertThat(MinorUnits.fromText("9999999999999999.99", 2)).isEqualTo(999_999_999_999_999_999L);
    }

    @Test
    void readsNothingThatIsNoAmountOfTheCurrency() {
        for (String text : new String[] {
            "",
            ".",
            "-1",
            "+1",
            "1,5",
            "1.",
            ".5",
            "1.005",
            "1e2",
            " 1",
            "1 ",
            "١",
            "0x1",
            "1.123456",
            "1234567890123456789",
            "99999999999999999.99"
        }) {
            assertThat(MinorUnits.fromText(text, 2)).as(text).isNull();
        }
        assertThat(MinorUnits.fromText("1.1", 0)).isNull();
    }

    @Test
    void comesBackAsItWentForAnyAmount() {
        Random random = Seed.of(MinorUnitsTest.class);
        for (int i = 0; i < 10_000; i++) {
            long amount = random.nextLong(1_000_000_000_000_000_000L) >> random.nextInt(60);
            int digits = random.nextInt(6);
            String text = MinorUnits.toText(amount, digits);

            assertThat(new BigDecimal(text)).isEqualByComparingTo(BigDecimal.valueOf(amount, digits));
            assertThat(MinorUnits.fromText(text, digits)).isEqualTo(amount);
        }
    }

    @Test
    void addsOnlyWhatAFileHasRoomFor() {
        assertThat(MinorUnits.add(999_999_999_999_999_998L, 1)).isEqualTo(999_999_999_999_999_999L);
        assertThatThrownBy(() -> MinorUnits.add(999_999_999_999_999_999L, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("several files");
    }
}
