package dev.farthing.micropayment;

import dev.farthing.audit.AuditTrail;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.Balance;
import dev.farthing.ledger.Ledger;
import dev.farthing.outbox.Outbox;
import dev.farthing.party.Customer;
import dev.farthing.party.CustomerClosed;
import dev.farthing.party.Customers;
import dev.farthing.party.PartyRefused;
import dev.farthing.party.Vendor;
import dev.farthing.party.Vendors;
import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How relationships with parties go on and end. A step and its entry in the audit trail are one transaction; asking for
 * the status that a party has already changes nothing. Ending is a drain: from CLOSING on nothing new begins, and CLOSED
 * is reached only when nothing is left.
 */
@Stateless
public class Relationships {
    private static final int MAX_REASON = 200;

    @Inject
    private Vendors vendors;

    @Inject
    private Customers customers;

    @Inject
    private BusinessDays days;

    @Inject
    private Ledger ledger;

    @Inject
    private RelationshipStore store;

    @Inject
    private PartyEvents events;

    @Inject
    private Outbox outbox;

    @Inject
    private AuditTrail audit;

    @Inject
    private Clock clock;

    @Inject
    private Event<CustomerClosed> closed;

    /**
     * Takes a step in a vendor's life, with the calendar's gate to itself: no payment that was decided before is booked
     * after. A suspended or closing vendor gets no payments; reversals and refunds go on. Closing it closes its accounts.
     *
     * @param reason 1 to 200 characters, for the audit trail
     * @param actor who does it, as in {@link AuditTrail}
     * @throws MicropaymentRefused if the reason is not in form
     * @throws PartyRefused if there is no such vendor or no such step, or, before CLOSED, if anything is conditional or
     *     payable
     * @throws dev.farthing.calendar.GateBusy if the gate cannot be had in time
     */
    public Vendor changeVendor(String code, Vendor.Status to, String reason, String actor) {
        checkReason(reason);
        // An unknown vendor is told so without keeping anybody out.
        vendors.get(code);
        days.enterAlone(BusinessDays.MAIN_CALENDAR);
        Vendor vendor = vendors.lock(code);
        Vendor.Status from = vendor.status();
        if (from == to) {
            return vendor;
        }
        vendors.become(vendor, to);
        if (to == Vendor.Status.CLOSED) {
            close(vendor.accountOwner(), ledger.accountsOf(vendor.accountOwner()), List.of());
        }
        outbox.append(List.of(events.status(vendor, from)));
        audit.record(actor, "vendor.status", vendor.accountOwner(), detail(from, to, reason));
        return vendor;
    }

    /**
     * Takes a step in a customer's life. Freezing takes effect under the locks of the customer's accounts: nothing is spent
     * that is not booked by then, while money still comes in. From CLOSING on no vendor has the customer's consent.
     *
     * @param reason 1 to 200 characters, for the audit trail
     * @param actor who does it, as in {@link AuditTrail}
     * @throws MicropaymentRefused if the reason is not in form
     * @throws PartyRefused if there is no such customer or no such step, or, before CLOSED, if an account is not at 0, a
     *     payment can still be reversed or a top-up is pending
     */
    public Customer changeCustomer(String code, Customer.Status to, String reason, String actor) {
        checkReason(reason);
        Customer customer = customers.lock(code);
        Customer.Status from = customer.status();
        if (from == to) {
            return customer;
        }
        customers.become(customer, to);
        List<RelationshipStore.Withdrawn> withdrawn = withdrawConsents(customer, to);
        List<Account> accounts = ledger.accountsOf(customer.accountOwner());
        ledger.lock(accounts.stream().map(Account::id).toList());
        switch (to) {
            case ACTIVE -> setStatus(accounts, AccountStatus.OPEN);
            case FROZEN -> setStatus(accounts, AccountStatus.FROZEN);
            case CLOSING -> {
                // Money that is under way still comes in.
            }
            case CLOSED -> {
                close(customer.accountOwner(), accounts, whatIsLeft(customer, accounts));
                closed.fire(new CustomerClosed(customer.id(), code));
            }
        }
        outbox.append(events.status(customer, from, withdrawn));
        audit.record(actor, "customer.status", customer.accountOwner(), detail(from, to, reason));
        return customer;
    }

    private List<RelationshipStore.Withdrawn> withdrawConsents(Customer customer, Customer.Status to) {
        boolean ends = to == Customer.Status.CLOSING || to == Customer.Status.CLOSED;
        return ends ? store.withdrawConsents(customer.id(), clock.instant()) : List.of();
    }

    private List<String> whatIsLeft(Customer customer, List<Account> accounts) {
        List<String> left = new ArrayList<>();
        long conditional =
                store.conditionalPayments(accounts.stream().map(Account::id).toList());
        if (conditional > 0) {
            left.add(conditional + " payments that are still conditional: they turn firm with the close of a day");
        }
        long pending = store.pendingTopUps(customer.id());
        if (pending > 0) {
            left.add(pending + " pending top-up requests: book or return them");
        }
        return left;
    }

    /** Closes all accounts of a party that has nothing left. */
    private void close(String owner, List<Account> accounts, List<String> more) {
        List<String> left = new ArrayList<>(more);
        accounts.stream()
                .map(account -> ledger.balance(account.id()))
                .filter(balance -> balance.amount() != 0)
                .forEach(balance -> left.add(text(balance)));
        if (!left.isEmpty()) {
            throw PartyRefused.notDrained(owner + " stays CLOSING until nothing is left; there are "
                    + left.stream().collect(Collectors.joining("; ")));
        }
        setStatus(accounts, AccountStatus.CLOSED);
    }

    private void setStatus(List<Account> accounts, AccountStatus status) {
        accounts.forEach(account -> ledger.setStatus(account, status));
    }

    private static String text(Balance balance) {
        Account account = balance.account();
        return balance.amount() + " units of " + account.currency() + " on account " + account.id() + " ("
                + account.role() + ")";
    }

    private static Map<String, Object> detail(Enum<?> from, Enum<?> to, String reason) {
        return Map.of("before", from.name(), "after", to.name(), "reason", reason);
    }

    static void checkReason(String reason) {
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw new MicropaymentRefused(
                    MicropaymentRefused.Kind.NOT_POSSIBLE, "Give a reason of 1 to " + MAX_REASON + " characters");
        }
    }
}
