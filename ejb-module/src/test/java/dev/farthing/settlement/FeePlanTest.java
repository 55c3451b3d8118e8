package dev.farthing.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Goal: a fee is the plan's share of the aggregate to the last unit, and never less than the minimum. Method: figures worked out by
 * hand, and seeded ones against decimals.
 */
class FeePlanTest {
    private static final int CASES = 10_000;
    private static final long MOST = 1_000_000_000_000_000L;

    private static FeePlan plan(int ratePpm, Map<String, Long> minimums) {
        return new FeePlan("plan", Cycle.DAILY, ratePpm, minimums);
    }

    @Test
    void takesTheShareOfTheAggregateLessRefunds() {
        assertThat(plan(40_000, Map.of()).fee("EUR", 10_000_000, 0)).isEqualTo(400_000);
        assertThat(plan(40_000, Map.of()).fee("EUR", 10_000_000, 2_500_000)).isEqualTo(300_000);
    }

    @Test
    void roundsHalfAUnitUp() {
        assertThat(plan(500_000, Map.of()).fee("EUR", 1, 0)).isEqualTo(1);
        assertThat(plan(499_999, Map.of()).fee("EUR", 1, 0)).isZero();
        assertThat(plan(250_000, Map.of()).fee("EUR", 6, 0)).isEqualTo(2);
    }

    @Test
    void takesAtLeastTheMinimumOfTheCurrencyIfAnythingTurnedFirm() {
        FeePlan plan = plan(40_000, Map.of("EUR", 50_000L));
        assertThat(plan.fee("EUR", 100, 0)).isEqualTo(50_000);
        assertThat(plan.fee("EUR", 100, 900)).as("refunds beyond it").isEqualTo(50_000);
        assertThat(plan.fee("USD", 100, 0)).as("no minimum in it").isEqualTo(4);
        assertThat(plan.fee("EUR", 0, 0)).isZero();
        assertThat(plan.fee("EUR", 0, 700)).as("refunds of cycles before").isZero();
    }

    @Test
    void agreesWithDecimalsOnWhateverComes() {
        long seed = Long.getLong("farthing.seed", new Random().nextLong());
        System.out.println("FeePlanTest: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < CASES; i++) {
            long firmed = random.nextLong(1, MOST);
            long refunded = random.nextLong(firmed + 1);
            int ratePpm = random.nextInt(FeePlan.MOST_PPM + 1);
            long expected = BigDecimal.valueOf(firmed - refunded)
                    .multiply(BigDecimal.valueOf(ratePpm))
                    .divide(BigDecimal.valueOf(1_000_000))
                    .setScale(0, RoundingMode.HALF_UP)
                    .longValueExact();
            assertThat(plan(ratePpm, Map.of()).fee("EUR", firmed, refunded))
                    .as("%d of %d - %d, seed %d", ratePpm, firmed, refunded, seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void refusesSumsThatNoLedgerHolds() {
        assertThatThrownBy(() -> plan(1, Map.of()).fee("EUR", Long.MIN_VALUE, 1))
                .isInstanceOf(ArithmeticException.class);
    }
}
