package dev.farthing.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a batch of transfers adds up to, one movement an account, in the order of account ids. */
record Movements(List<Movement> live, List<Movement> folded) {

    /**
     * Debits and credits of one account, in the ledger's scale.
     *
     * @param forced true if one of the debits is taken whether it is covered or not
     */
    record Movement(long account, long debits, long credits, boolean forced) {
        Movement plus(Movement more) {
            return new Movement(
                    account,
                    Math.addExact(debits, more.debits),
                    Math.addExact(credits, more.credits),
                    forced || more.forced);
        }

        long net() {
            return Math.subtractExact(credits, debits);
        }
    }

    static Movements of(Collection<Transfer> transfers, Map<Long, Account> accounts) {
        Map<Long, Movement> sums = new TreeMap<>();
        for (Transfer transfer : transfers) {
            boolean forced = transfer.cause().isForced();
            add(sums, new Movement(transfer.debitAccount(), transfer.amount(), 0, forced));
            add(sums, new Movement(transfer.creditAccount(), 0, transfer.amount(), false));
        }
        Map<Boolean, List<Movement>> split =
                sums.values().stream().collect(Collectors.partitioningBy(m -> isFolded(accounts, m.account())));
        return new Movements(split.getOrDefault(false, List.of()), split.getOrDefault(true, List.of()));
    }

    private static void add(Map<Long, Movement> sums, Movement movement) {
        sums.merge(movement.account(), movement, Movement::plus);
    }

    private static boolean isFolded(Map<Long, Account> accounts, long account) {
        Account known = accounts.get(account);
        return known != null && known.role().folded();
    }
}
