package dev.farthing.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch of transfers adds up to on one account, in the ledger's scale.
 *
 * @param forced true if one of the debits is taken whether it is covered or not
 */
record Movement(long account, long debits, long credits, boolean forced) {
    private Movement plus(Movement more) {
        return new Movement(
                account,
                Math.addExact(debits, more.debits),
                Math.addExact(credits, more.credits),
                forced || more.forced);
    }

    /** One for each account that is named, in the order of their ids. */
    static List<Movement> of(Collection<Transfer> transfers) {
        Map<Long, Movement> sums = new TreeMap<>();
        for (Transfer transfer : transfers) {
            boolean forced = transfer.cause().isForced();
            add(sums, new Movement(transfer.debitAccount(), transfer.amount(), 0, forced));
            add(sums, new Movement(transfer.creditAccount(), 0, transfer.amount(), false));
        }
        return List.copyOf(sums.values());
    }

    private static void add(Map<Long, Movement> sums, Movement movement) {
        sums.merge(movement.account(), movement, Movement::plus);
    }
}
