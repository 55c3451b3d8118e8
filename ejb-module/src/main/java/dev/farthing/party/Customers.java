package dev.farthing.party;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Optional;

/** The customers that Farthing deals with. */
@Stateless
public class Customers {
    @Inject
    private PartyStore store;

    /**
     * Takes a customer on, or renames the one that has this code already.
     *
     * @throws PartyRefused if the code or the name is not in form
     */
    public Customer put(String code, String name) {
        PartyRefused.checkDescription(code, name);
        Optional<Customer> known = store.customer(code);
        known.ifPresent(customer -> customer.rename(name));
        return known.orElseGet(() -> {
            Customer customer = new Customer(code, name);
            store.persist(customer);
            return customer;
        });
    }

    /** @throws PartyRefused if there is no such customer */
    public Customer get(String code) {
        return store.customer(code)
                .orElseThrow(() -> new PartyRefused(PartyRefused.Kind.NOT_FOUND, "There is no customer " + code));
    }

    /** The customer with the row locked until the transaction ends. Errors as for {@link #get}. */
    public Customer lock(String code) {
        return store.locked(get(code));
    }
}
