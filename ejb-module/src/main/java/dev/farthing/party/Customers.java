package dev.farthing.party;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** The customers that Farthing deals with. */
@Stateless
public class Customers {
    /** Where a day begins first on Earth; what was signed there today was not signed tomorrow. */
    private static final ZoneOffset EASTERNMOST = ZoneOffset.ofHours(14);

    @Inject
    private PartyStore store;

    @Inject
    private Clock clock;

    /**
     * Takes a customer on, or puts a new contract in the place of the one with the customer who has this code already.
     *
     * @throws PartyRefused if code or contract are not in form, or the customer is closed
     */
    public Customer put(String code, CustomerContract contract) {
        contract.check(code, LocalDate.ofInstant(clock.instant(), EASTERNMOST));
        return store.customer(code)
                .map(customer -> agree(store.locked(customer), contract))
                .orElseGet(() -> store.persist(new Customer(code, contract)));
    }

    /** @throws PartyRefused if there is no such customer */
    public Customer get(String code) {
        return store.customer(code).orElseThrow(() -> PartyRefused.notFound("There is no customer " + code));
    }

    /** True if there is such a customer. */
    public boolean isKnown(String code) {
        return store.customer(code).isPresent();
    }

    /** The customer with the row locked until the transaction ends. Errors as for {@link #get}. */
    public Customer lock(String code) {
        return store.locked(get(code));
    }

    /**
     * Takes a step in a locked customer's life. What the step needs to be true is the caller's to make sure of.
     *
     * @throws PartyRefused if there is no such step from where the customer is
     */
    public void become(Customer locked, Customer.Status next) {
        locked.become(next);
    }

    private static Customer agree(Customer customer, CustomerContract contract) {
        if (customer.status() == Customer.Status.CLOSED) {
            throw PartyRefused.wrongStatus(
                    "Customer " + customer.code() + " is closed: take the customer on anew, under another code");
        }
        customer.agree(contract);
        return customer;
    }
}
