package dev.farthing.micropayment;

import dev.farthing.audit.AuditTrail;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.CreditLine;
import dev.farthing.ledger.Ledger;
import dev.farthing.party.Customer;
import dev.farthing.party.CustomerContract;
import dev.farthing.party.Customers;
import dev.farthing.party.PartyRefused;
import dev.farthing.party.Vendor;
import dev.farthing.party.VendorContract;
import dev.farthing.party.Vendors;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes parties on, with the accounts that they need for micropayments, and changes what was agreed with them: each in one
 * transaction with its entry in the audit trail. How a relationship goes on and ends is in {@link Relationships}.
 */
@Stateless
public class Onboarding {
    /**
     * What a customer is to have.
     *
     * @param currency of the account
     * @param creditLimit of that account, in the ledger's scale; null leaves it as it is. Customers who pay in advance have
     *     none: their limits become 0
     */
    public record CustomerTerms(
            CustomerContract contract,
            String currency,
            @Nullable Long creditLimit) {}

    @Inject
    private Vendors vendors;

    @Inject
    private Customers customers;

    @Inject
    private Ledger ledger;

    @Inject
    private AuditTrail audit;

    /**
     * Takes a vendor on, or puts a new contract in the place of the old one.
     *
     * @param actor who does it, as in {@link AuditTrail}
     * @throws PartyRefused if code or contract are not in form, the vendor is closed, or it is closing and has no account
     *     in the currency
     * @throws dev.farthing.ledger.LedgerRefused if the ledger does not keep the currency
     */
    public Vendor vendor(String code, VendorContract contract, String currency, String actor) {
        @Nullable VendorContract before = vendors.isKnown(code) ? vendors.lock(code).contract() : null;
        Vendor vendor = vendors.put(code, contract);
        boolean opened = isNew(
                vendor.accountOwner(),
                AccountRole.VENDOR_CONDITIONAL,
                currency,
                vendor.status() == Vendor.Status.CLOSING);
        ledger.open(vendor.accountOwner(), AccountRole.VENDOR_CONDITIONAL, currency);
        ledger.open(vendor.accountOwner(), AccountRole.VENDOR_PAYABLE, currency);
        if (opened || !contract.equals(before)) {
            Map<String, @Nullable Object> detail = new LinkedHashMap<>();
            detail.put("before", before == null ? null : PartyDetail.of(before));
            detail.put("after", PartyDetail.of(contract));
            detail.put("currency", currency);
            audit.record(actor, before == null ? "vendor.added" : "vendor.changed", vendor.accountOwner(), detail);
        }
        return vendor;
    }

    /**
     * Takes a customer on with an account, or puts a new contract in the place of the old one. A credit limit below what
     * is used is set all the same; what lies beyond is excess, and is paid down first.
     *
     * @param actor who does it, as in {@link AuditTrail}
     * @throws PartyRefused if code or contract are not in form, the customer is closed, or is closing and has no account in
     *     the currency
     * @throws MicropaymentRefused if a customer who pays in advance is to have credit
     * @throws dev.farthing.ledger.LedgerRefused if the ledger does not keep the currency, or the limit is out of bounds
     */
    public Customer customer(String code, CustomerTerms terms, String actor) {
        CustomerContract contract = terms.contract();
        boolean prepaid = contract.kind() == Customer.Kind.PREPAID;
        if (prepaid && terms.creditLimit() != null && terms.creditLimit() != 0) {
            throw new MicropaymentRefused(
                    MicropaymentRefused.Kind.NOT_POSSIBLE,
                    "Only a customer on a tab has credit: leave creditLimit out, or make the kind TAB");
        }
        @Nullable CustomerContract before = customers.isKnown(code) ? customers.lock(code).contract() : null;
        Customer customer = customers.put(code, contract);
        boolean opened = open(customer, terms.currency());
        boolean limited = prepaid ? takeCredit(customer) : setCredit(customer, terms);
        if (opened || limited || !contract.equals(before)) {
            String action = before == null ? "customer.added" : "customer.changed";
            audit.record(actor, action, customer.accountOwner(), detail(customer, before, terms));
        }
        return customer;
    }

    /** Opens the customer's account if it is not there, as frozen as the customer is. */
    private boolean open(Customer customer, String currency) {
        boolean closing = customer.status() == Customer.Status.CLOSING;
        boolean opened = isNew(customer.accountOwner(), AccountRole.CUSTOMER, currency, closing);
        Account account = ledger.open(customer.accountOwner(), AccountRole.CUSTOMER, currency);
        if (opened && customer.status() == Customer.Status.FROZEN) {
            ledger.setStatus(account, AccountStatus.FROZEN);
        }
        return opened;
    }

    private boolean isNew(String owner, AccountRole role, String currency, boolean closing) {
        boolean missing = ledger.find(owner, role, currency).isEmpty();
        if (missing && closing) {
            throw PartyRefused.wrongStatus(owner + " is closing and gets no account in another currency");
        }
        return missing;
    }

    private boolean setCredit(Customer customer, CustomerTerms terms) {
        @Nullable Long limit = terms.creditLimit();
        Account account = account(customer, terms.currency());
        if (limit == null || ledger.creditLine(account).limit() == limit) {
            return false;
        }
        ledger.setCreditLimit(account, limit);
        return true;
    }

    private boolean takeCredit(Customer customer) {
        boolean taken = false;
        for (Account account : ledger.accountsOf(customer.accountOwner())) {
            if (ledger.creditLine(account).limit() != 0) {
                ledger.setCreditLimit(account, 0);
                taken = true;
            }
        }
        return taken;
    }

    private Map<String, @Nullable Object> detail(
            Customer customer, @Nullable CustomerContract before, CustomerTerms terms) {
        CreditLine line = ledger.creditLine(account(customer, terms.currency()));
        Map<String, @Nullable Object> detail = new LinkedHashMap<>();
        detail.put("before", before == null ? null : PartyDetail.of(before));
        detail.put("after", PartyDetail.of(terms.contract()));
        detail.put("account", PartyDetail.of(line, terms.currency()));
        return detail;
    }

    private Account account(Customer customer, String currency) {
        return ledger.find(customer.accountOwner(), AccountRole.CUSTOMER, currency)
                .orElseThrow(() -> new IllegalStateException("An account that was just opened is there"));
    }
}
