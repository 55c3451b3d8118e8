package dev.farthing.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Goal: what the bank can move of an amount. Method: figures worked out by hand. */
class RailTest {
    private static final Rail CENTS = new Rail("EUR", 2, 6, 200_000);

    @Test
    void movesWholeCentsAndLeavesTheRest() {
        assertThat(CENTS.movable(1_239_999)).isEqualTo(1_230_000);
        assertThat(CENTS.movable(1_230_000)).isEqualTo(1_230_000);
        assertThat(CENTS.movable(9_999)).isZero();
        assertThat(CENTS.movable(0)).isZero();
        assertThat(CENTS.movable(-1_230_000)).as("what is owed is not paid out").isZero();
    }

    @Test
    void speaksTheBanksUnitsAndBack() {
        assertThat(CENTS.inMinorUnits(1_230_000)).isEqualTo(123);
        assertThat(CENTS.inLedgerScale(123)).isEqualTo(1_230_000);
        assertThatThrownBy(() -> CENTS.inMinorUnits(1_230_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CENTS.inLedgerScale(Long.MAX_VALUE)).isInstanceOf(ArithmeticException.class);
        assertThat(new Rail("JPY", 0, 6, 0).movable(1_999_999)).isEqualTo(1_000_000);
        assertThat(new Rail("EUR", 2, 2, 0).movable(7)).isEqualTo(7);
    }
}
