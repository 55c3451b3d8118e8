package dev.farthing.micropayment;

import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.Ledger;
import dev.farthing.party.Customer;
import dev.farthing.party.Customers;
import dev.farthing.party.Vendor;
import dev.farthing.party.Vendors;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;

/** Takes parties on, with the accounts that they need for micropayments, in one transaction. */
@Stateless
public class Onboarding {
    @Inject
    private Vendors vendors;

    @Inject
    private Customers customers;

    @Inject
    private Ledger ledger;

    /**
     * Takes a vendor on, or renames it.
     *
     * @throws dev.farthing.party.PartyRefused if code or name are not in form
     * @throws dev.farthing.ledger.LedgerRefused if the ledger does not keep the currency
     */
    public Vendor vendor(String code, String name, String currency) {
        Vendor vendor = vendors.put(code, name);
        ledger.open(vendor.accountOwner(), AccountRole.VENDOR_CONDITIONAL, currency);
        ledger.open(vendor.accountOwner(), AccountRole.VENDOR_PAYABLE, currency);
        return vendor;
    }

    /** Takes a customer on with a prepaid account, or renames the customer. Errors as for {@link #vendor}. */
    public Customer customer(String code, String name, String currency) {
        Customer customer = customers.put(code, name);
        ledger.open(customer.accountOwner(), AccountRole.CUSTOMER, currency);
        return customer;
    }

    /**
     * Sets the status of all accounts of a customer.
     *
     * @throws dev.farthing.party.PartyRefused if there is no such customer
     */
    public void setAccountStatus(String customerCode, AccountStatus status) {
        List<Account> accounts = ledger.accountsOf(customers.get(customerCode).accountOwner());
        accounts.forEach(account -> ledger.setStatus(account, status));
    }
}
