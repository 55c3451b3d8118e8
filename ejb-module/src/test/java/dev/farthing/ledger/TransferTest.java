package dev.farthing.ledger;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Goal: a transfer that would not move money from one account to another cannot be made. Method: the edges. */
class TransferTest {
    @Test
    void movesAtLeastOneUnit() {
        assertThatNoException().isThrownBy(() -> transfer(1, 2, 1));
        assertThatNoException().isThrownBy(() -> transfer(1, 2, Long.MAX_VALUE));
        assertThatIllegalArgumentException().isThrownBy(() -> transfer(1, 2, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> transfer(1, 2, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> transfer(1, 2, Long.MIN_VALUE));
    }

    @Test
    void movesMoneyBetweenTwoAccounts() {
        assertThatIllegalArgumentException().isThrownBy(() -> transfer(7, 7, 1));
    }

    private static Transfer transfer(long debit, long credit, long amount) {
        return new Transfer(UUID.randomUUID(), debit, credit, amount, "USD", Cause.TOP_UP);
    }
}
