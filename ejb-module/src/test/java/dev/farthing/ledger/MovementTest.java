package dev.farthing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
class MovementTest {
    @Test
    void sumsBothSidesOfAnAccountInTheOrderOfIds() {
        assertThat(Movement.of(List.of(transfer(2, 3, 10), transfer(1, 3, 5), transfer(5, 2, 100))))
                .containsExactly(
                        new Movement(1, 5, 0, false),
                        new Movement(2, 10, 100, false),
                        new Movement(3, 0, 15, false),
                        new Movement(5, 100, 0, false));
    }

    @Test
    void isEmptyForNoTransfers() {
        assertThat(Movement.of(List.of())).isEmpty();
    }

    @Test
    void refusesSumsThatDoNotFit() {
        List<Transfer> tooMuch = List.of(transfer(1, 3, Long.MAX_VALUE), transfer(2, 3, 1));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Movement.of(tooMuch));
    }

    @Test
    void agreesWithTheTransfersOneByOne() {
        Random random = Seed.of(MovementTest.class);
        for (int round = 0; round < 500; round++) {
            List<Transfer> transfers = Stream.generate(() -> anyTransfer(random))
                    .limit(random.nextInt(60))
                    .toList();
            Map<Long, Long> expected = new HashMap<>();
            transfers.forEach(t -> {
                expected.merge(t.debitAccount(), -t.amount(), Long::sum);
                expected.merge(t.creditAccount(), t.amount(), Long::sum);
            });
            List<Movement> all = Movement.of(transfers);
            assertThat(all)
                    .hasSameSizeAs(expected.keySet())
                    .isSortedAccordingTo(Comparator.comparingLong(Movement::account))
                    .allSatisfy(m -> assertThat(m.credits() - m.debits()).isEqualTo(expected.get(m.account())));
            assertThat(sum(all, Movement::debits)).isEqualTo(sum(all, Movement::credits));
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
}
