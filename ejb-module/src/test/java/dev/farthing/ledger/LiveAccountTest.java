package dev.farthing.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.seed.Seed;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Goal: a batch never spends more of an account than was there. Method: amounts at the edge, then seeded sequences. */
class LiveAccountTest {
    @Test
    void spendsTheLastUnitAndNotOneMore() {
        LiveAccount account = LiveAccounts.holding(1, "USD", AccountStatus.OPEN, 10);
        assertThat(account.spend(10)).isTrue();
        assertThat(account.available()).isZero();
        assertThat(account.spend(1)).isFalse();
        assertThat(account.available()).isZero();
    }

    @Test
    void staysAsItIsWhenItRefuses() {
        LiveAccount account = LiveAccounts.holding(1, "USD", AccountStatus.OPEN, 10);
        assertThat(account.spend(11)).isFalse();
        assertThat(account.spend(Long.MAX_VALUE)).isFalse();
        assertThat(account.available()).isEqualTo(10);
    }

    @Test
    void refusesEverythingBelowZero() {
        LiveAccount account = LiveAccounts.holding(1, "USD", AccountStatus.OPEN, Long.MIN_VALUE);
        assertThat(account.spend(1)).isFalse();
        assertThat(account.available()).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void isOpenInOneStatusOnly() {
        for (AccountStatus status : AccountStatus.values()) {
            assertThat(LiveAccounts.holding(1, "USD", status, 0).isOpen()).isEqualTo(status == AccountStatus.OPEN);
        }
    }

    @Test
    void neverSpendsMoreThanWasThereInAnyOrder() {
        Random random = Seed.of(LiveAccountTest.class);
        for (int round = 0; round < 1_000; round++) {
            long there = random.nextLong(1_000);
            LiveAccount account = LiveAccounts.holding(1, "USD", AccountStatus.OPEN, there);
            long spent = 0;
            for (int i = 0; i < 50; i++) {
                long amount = 1 + random.nextLong(200);
                boolean affordable = amount <= there - spent;
                assertThat(account.spend(amount)).isEqualTo(affordable);
                spent += affordable ? amount : 0;
                assertThat(account.available()).isEqualTo(there - spent).isNotNegative();
            }
        }
    }
}
