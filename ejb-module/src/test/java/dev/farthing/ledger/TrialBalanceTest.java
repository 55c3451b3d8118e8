package dev.farthing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: a trial balance is in balance only if every currency alone is. Method: sums that cancel where they must not. */
class TrialBalanceTest {
    @Test
    void isBalancedWhenEachCurrencyAddsUpToNothing() {
        assertThat(trial().isBalanced()).isTrue();
        assertThat(trial(line("USD", 5), line("USD", -5), line("EUR", 0)).isBalanced())
                .isTrue();
    }

    @Test
    void doesNotSetOneCurrencyAgainstAnother() {
        assertThat(trial(line("USD", 5), line("EUR", -5)).isBalanced()).isFalse();
    }

    @Test
    void doesNotTakeASumThatWrapsAroundForNothing() {
        assertThat(trial(line("USD", Long.MIN_VALUE), line("USD", Long.MIN_VALUE))
                        .isBalanced())
                .isFalse();
    }

    private static TrialBalance trial(TrialBalance.Line... lines) {
        return new TrialBalance(null, List.of(lines));
    }

    private static TrialBalance.Line line(String currency, long balance) {
        return new TrialBalance.Line(currency, AccountRole.CUSTOMER, 1, balance);
    }
}
