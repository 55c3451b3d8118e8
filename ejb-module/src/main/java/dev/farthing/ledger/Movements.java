package dev.farthing.ledger;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a batch of transfers adds up to, one movement an account, in the order of account ids. */
record Movements(List<Movement> live, List<Movement> folded) {

    /** Debits and credits of one account, in the ledger's scale. */
    record Movement(long account, long debits, long credits) {
        Movement plus(long moreDebits, long moreCredits) {
            return new Movement(account, Math.addExact(debits, moreDebits), Math.addExact(credits, moreCredits));
        }

        long net() {
            return Math.subtractExact(credits, debits);
        }
    }

    static Movements of(Collection<Transfer> transfers, Map<Long, Account> accounts) {
        Map<Long, Movement> sums = new TreeMap<>();
        for (Transfer transfer : transfers) {
            add(sums, transfer.debitAccount(), transfer.amount(), 0);
            add(sums, transfer.creditAccount(), 0, transfer.amount());
        }
        Map<Boolean, List<Movement>> split =
                sums.values().stream().collect(Collectors.partitioningBy(m -> isFolded(accounts, m.account())));
        return new Movements(split.getOrDefault(false, List.of()), split.getOrDefault(true, List.of()));
    }

    private static void add(Map<Long, Movement> sums, long account, long debits, long credits) {
        sums.merge(account, new Movement(account, debits, credits), (old, more) -> old.plus(debits, credits));
    }

    private static boolean isFolded(Map<Long, Account> accounts, long account) {
        Account known = accounts.get(account);
        return known != null && known.role().folded();
    }
}
