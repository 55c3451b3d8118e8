package dev.farthing.ledger;

import dev.farthing.database.Read;
import java.util.List;

/**
 * Those between whom micropayments are booked, by their accounts. Asked for by {@link #read}, which the caller sends: alone, or in one
 * trip with what it reads before.
 */
public final class Counterparties {
    private final Read<LiveAccount> accounts;

    Counterparties(Read<LiveAccount> accounts) {
        this.accounts = accounts;
    }

    /** What the database is asked. */
    public Read<LiveAccount> read() {
        return accounts;
    }

    /** Customers' accounts, locked until the transaction ends. */
    public List<LiveAccount> payers() {
        return accounts.rows().stream()
                .filter(live -> !live.account().role().folded())
                .toList();
    }

    /** Vendors' conditional accounts. */
    public List<Account> payees() {
        return accounts.rows().stream()
                .map(LiveAccount::account)
                .filter(account -> account.role().folded())
                .toList();
    }
}
