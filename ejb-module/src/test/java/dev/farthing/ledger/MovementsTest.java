package dev.farthing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.farthing.ledger.Movements.Movement;
import dev.farthing.seed.Seed;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Goal: a batch moves each account by exactly what its transfers say. Method: a small case, the edges, seeded batches. */
class MovementsTest {
    private static final Map<Long, Account> ACCOUNTS = Map.of(
            1L, account(1, AccountRole.CUSTOMER),
            2L, account(2, AccountRole.CUSTOMER),
            3L, account(3, AccountRole.VENDOR_CONDITIONAL),
            4L, account(4, AccountRole.VENDOR_PAYABLE),
            5L, account(5, AccountRole.BANK_CLEARING));

    @Test
    void sumsBothSidesOfAnAccountAndSplitsLiveFromFolded() {
        Movements movements =
                Movements.of(List.of(transfer(2, 3, 10), transfer(1, 3, 5), transfer(5, 2, 100)), ACCOUNTS);
        assertThat(movements.live()).containsExactly(new Movement(1, 5, 0, false), new Movement(2, 10, 100, false));
        assertThat(movements.folded()).containsExactly(new Movement(3, 0, 15, false), new Movement(5, 100, 0, false));
        assertThat(movements.live().get(1).net()).isEqualTo(90);
    }

    @Test
    void isEmptyForNoTransfers() {
        assertThat(Movements.of(List.of(), ACCOUNTS)).isEqualTo(new Movements(List.of(), List.of()));
    }

    @Test
    void refusesSumsThatDoNotFit() {
        List<Transfer> tooMuch = List.of(transfer(1, 3, Long.MAX_VALUE), transfer(2, 3, 1));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Movements.of(tooMuch, ACCOUNTS));
    }

    @Test
    void agreesWithTheTransfersOneByOne() {
        Random random = Seed.of(MovementsTest.class);
        for (int round = 0; round < 500; round++) {
            List<Transfer> transfers = Stream.generate(() -> anyTransfer(random))
                    .limit(random.nextInt(60))
                    .toList();
            Map<Long, Long> expected = new HashMap<>();
            transfers.forEach(t -> {
                expected.merge(t.debitAccount(), -t.amount(), Long::sum);
                expected.merge(t.creditAccount(), t.amount(), Long::sum);
            });
            Movements movements = Movements.of(transfers, ACCOUNTS);
            List<Movement> all = Stream.concat(movements.live().stream(), movements.folded().stream())
                    .toList();
            assertThat(all).hasSameSizeAs(expected.keySet()).allSatisfy(m -> assertThat(m.net())
                    .isEqualTo(expected.get(m.account())));
            assertThat(sum(all, Movement::debits)).isEqualTo(sum(all, Movement::credits));
            assertThat(movements.live()).isSortedAccordingTo(Comparator.comparingLong(Movement::account));
            assertThat(movements.folded()).isSortedAccordingTo(Comparator.comparingLong(Movement::account));
            assertThat(movements.live()).allMatch(m -> m.account() <= 2);
            assertThat(movements.folded()).allMatch(m -> m.account() > 2);
        }
    }

    private static long sum(List<Movement> movements, ToLongFunction<Movement> side) {
        return movements.stream().mapToLong(side).sum();
    }

    private static Transfer anyTransfer(Random random) {
        long debit = 1L + random.nextInt(5);
        long credit = 1 + (debit + random.nextInt(4)) % 5;
        return transfer(debit, credit, 1L + random.nextInt(1_000_000));
    }

    private static Transfer transfer(long debit, long credit, long amount) {
        return new Transfer(UUID.randomUUID(), debit, credit, amount, "USD", Cause.MICROPAYMENT);
    }

    private static Account account(long id, AccountRole role) {
        return new Account(id, "owner-" + id, role, "USD", AccountStatus.OPEN);
    }
}
