package dev.farthing.micropayment;

import dev.farthing.party.Customer;
import dev.farthing.party.Customers;
import dev.farthing.party.PartyRefused;
import dev.farthing.party.Vendors;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;

/** Customers' consents to payments, by vendor; and the identifier that each vendor knows a customer by. */
@Stateless
public class Consents {
    private static final int IDENTIFIER_BYTES = 16;

    @Inject
    private Customers customers;

    @Inject
    private Vendors vendors;

    @Inject
    private MicropaymentStore store;

    @Inject
    private Clock clock;

    private final SecureRandom random = new SecureRandom();

    /**
     * Gives the identifier by which this vendor, and no other, knows the customer; consent stays as it is.
     *
     * @throws dev.farthing.party.PartyRefused if there is no such customer or vendor
     */
    public String identifier(String customerCode, String vendorCode) {
        Customer customer = customers.get(customerCode);
        return store.identifier(vendors.get(vendorCode).id(), customer.id(), newIdentifier(), clock.instant());
    }

    /**
     * Records the customer's consent; giving it again changes nothing. Errors as for {@link #identifier}.
     *
     * @throws dev.farthing.party.PartyRefused also if the customer is closing or closed
     */
    public String give(String customerCode, String vendorCode) {
        // Under the row's lock: a customer who is just closing has every consent withdrawn that was given before.
        Customer.Status status = customers.lock(customerCode).status();
        if (status == Customer.Status.CLOSING || status == Customer.Status.CLOSED) {
            throw PartyRefused.wrongStatus(
                    "Customer " + customerCode + " is " + status + " and consents to nothing new");
        }
        String identifier = identifier(customerCode, vendorCode);
        store.setConsent(vendors.get(vendorCode).id(), identifier, "GIVEN", clock.instant());
        return identifier;
    }

    /** Withdraws it: no submission that comes later is accepted. Errors as for {@link #identifier}. */
    public void withdraw(String customerCode, String vendorCode) {
        String identifier = identifier(customerCode, vendorCode);
        store.setConsent(vendors.get(vendorCode).id(), identifier, "WITHDRAWN", clock.instant());
    }

    private String newIdentifier() {
        byte[] bytes = new byte[IDENTIFIER_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
