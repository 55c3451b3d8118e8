package dev.farthing.micropayment;

import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Ledger;
import dev.farthing.party.Customer;
import dev.farthing.party.Customers;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer has paid, got back and put in, and what the customer may do for it. Both are lists, the newest first, that
 * are read page by page: what is booked meanwhile comes in front of what was read, and moves nothing behind it.
 */
@Stateless
public class Statements {
    /** The most lines of one page. */
    public static final int MOST_ON_A_PAGE = 200;

    /** After every booking that there will be. */
    private static final UUID LAST = new UUID(-1, -1);

    @Inject
    private Customers customers;

    @Inject
    private Ledger ledger;

    @Inject
    private StatementStore store;

    @Inject
    private Clock clock;

    /**
     * Movements on all accounts of a customer. Their sum is, by currency, what the accounts hold.
     *
     * @param before the id of the last line seen, or null
     * @param limit 1 to {@link #MOST_ON_A_PAGE}
     * @throws dev.farthing.party.PartyRefused if there is no such customer
     */
    public List<StatementLine> lines(String customerCode, @Nullable UUID before, int limit) {
        Customer customer = customers.get(customerCode);
        return store.lines(customer.id(), accounts(customer), before == null ? LAST : before, bounded(limit));
    }

    /**
     * What the customer's payments entitle to, also what does so no longer. Parameters and errors as for {@link #lines}.
     *
     * @param before the payment of the last one seen, or null
     */
    public List<HeldEntitlement> entitlements(String customerCode, @Nullable UUID before, int limit) {
        Customer customer = customers.get(customerCode);
        return store.entitlements(accounts(customer), before == null ? LAST : before, bounded(limit), clock.instant());
    }

    private List<Long> accounts(Customer customer) {
        return ledger.accountsOf(customer.accountOwner()).stream()
                .filter(account -> account.role() == AccountRole.CUSTOMER)
                .map(Account::id)
                .toList();
    }

    private static int bounded(int limit) {
        return Math.max(1, Math.min(limit, MOST_ON_A_PAGE));
    }
}
