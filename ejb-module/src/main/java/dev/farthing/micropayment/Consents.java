package dev.farthing.micropayment;

import dev.farthing.audit.AuditTrail;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.outbox.Outbox;
import dev.farthing.party.Customer;
import dev.farthing.party.Customers;
import dev.farthing.party.PartyRefused;
import dev.farthing.party.Vendor;
import dev.farthing.party.Vendors;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Customers' consents to payments, by vendor; what they allow to be spent at most, at each and over all of them; and the
 * identifier that each vendor knows a customer by.
 *
 * <p>Refusals, in order of precedence: {@link MicropaymentRefused} if caps are not in form; {@link PartyRefused} if there is no
 * such customer or vendor, or one of them is closing or closed. Locks: the customer,
 * the consent, its caps; a payment takes the latter two in the same order, so it is before a change, or after it.
 */
@Stateless
public class Consents {
    /** Vendors listed to one customer. */
    private static final int MOST_LISTED = 1_000;

    private static final int IDENTIFIER_BYTES = 16;

    @Inject
    private Customers customers;

    @Inject
    private Vendors vendors;

    @Inject
    private BusinessDays days;

    @Inject
    private Outbox outbox;

    @Inject
    private AuditTrail audit;

    @Inject
    private ConsentStore store;

    @Inject
    private Clock clock;

    private final SecureRandom random = new SecureRandom();

    /** Gives the identifier by which this vendor, and no other, knows the customer; consent stays as it is. */
    public String identifier(String customerCode, String vendorCode) {
        Customer customer = customers.get(customerCode);
        return identifier(customer, vendors.get(vendorCode));
    }

    /** As {@link #identifier(String, String)}, for a customer who wants to buy: both must be able to. */
    public String introduce(String customerCode, String vendorCode) {
        Customer customer = customers.get(customerCode);
        Vendor vendor = vendors.get(vendorCode);
        checkStays(customer);
        checkStays(vendor);
        return identifier(customer, vendor);
    }

    /**
     * Records the customer's consent; caps stay as they are, and giving it again changes nothing.
     *
     * @param actor who records it, as the audit trail names it
     */
    public String give(String customerCode, String vendorCode, String actor) {
        return give(customerCode, vendorCode, null, actor);
    }

    /**
     * Records the customer's consent, and puts these caps in the place of those that it had. What was used of a cap counts
     * for the one that takes its place, if that is of the same kind, rights model and currency.
     */
    public String give(String customerCode, String vendorCode, @Nullable List<Cap> caps, String actor) {
        if (caps != null) {
            Cap.check(caps, true);
        }
        Customer customer = lock(customerCode);
        Vendor vendor = vendors.get(vendorCode);
        checkStays(customer);
        checkStays(vendor);
        identifier(customer, vendor);
        ConsentStore.Locked consent = store.lock(vendor.id(), customer.id()).orElseThrow();
        if (caps != null) {
            store.lockCaps(customer.id(), vendor.id());
            store.replaceCaps(customer.id(), vendor.id(), caps);
        }
        boolean isNew = consent.state() != ConsentState.GIVEN;
        if (isNew) {
            store.set(vendor.id(), customer.id(), ConsentState.GIVEN, clock.instant());
            outbox.append(List.of(ConsentEvents.given(customer, vendor, consent.identifier())));
        }
        if (isNew || caps != null) {
            record(actor, isNew ? "consent.given" : "consent.capped", customer, vendor.code(), caps);
        }
        return consent.identifier();
    }

    /** Withdraws it: no submission that comes later is accepted. The caps stay, for the day that it is given again. */
    public void withdraw(String customerCode, String vendorCode, String actor) {
        Customer customer = lock(customerCode);
        withdraw(customer, vendors.get(vendorCode), actor);
    }

    /** How the customer stands to each vendor that knows the customer, by the vendors' codes; at most 1,000. */
    public List<Consent> of(String customerCode) {
        long customer = customers.get(customerCode).id();
        List<ConsentStore.Counted> caps = counted(customer);
        return store.standings(customer, MOST_LISTED).stream()
                .map(standing -> new Consent(
                        standing.vendor(),
                        standing.vendorName(),
                        standing.state(),
                        standing.changedAt(),
                        ofVendor(caps, standing.vendorId())))
                .toList();
    }

    /** As {@link #of(String)}, for one vendor; a vendor that does not know the customer is as if the state were NONE. */
    public Consent of(String customerCode, String vendorCode) {
        Vendor vendor = vendors.get(vendorCode);
        return of(customerCode).stream()
                .filter(consent -> consent.vendor().equals(vendor.code()))
                .findFirst()
                .orElseGet(
                        () -> new Consent(vendor.code(), vendor.name(), ConsentState.NONE, clock.instant(), List.of()));
    }

    /** The caps that hold over all vendors together. */
    public List<CapUse> caps(String customerCode) {
        return ofVendor(counted(customers.get(customerCode).id()), null);
    }

    /** Puts these caps over all vendors in the place of those that there were; what was used stays, as for a consent. */
    public List<CapUse> setCaps(String customerCode, List<Cap> caps, String actor) {
        Cap.check(caps, false);
        Customer customer = lock(customerCode);
        checkStays(customer);
        store.lockCaps(customer.id(), null);
        store.replaceCaps(customer.id(), null, caps);
        record(actor, "consent.capped", customer, null, caps);
        return ofVendor(counted(customer.id()), null);
    }

    /** Makes whoever changes one customer's consents and caps wait for one another, and for a change of the customer. */
    private Customer lock(String customerCode) {
        return customers.lock(customerCode);
    }

    private String identifier(Customer customer, Vendor vendor) {
        return store.identifier(vendor.id(), customer.id(), newIdentifier(), clock.instant());
    }

    private void withdraw(Customer customer, Vendor vendor, String actor) {
        store.lock(vendor.id(), customer.id())
                .filter(consent -> consent.state() == ConsentState.GIVEN)
                .ifPresent(consent -> {
                    store.set(vendor.id(), customer.id(), ConsentState.WITHDRAWN, clock.instant());
                    outbox.append(List.of(ConsentEvents.withdrawn(customer, vendor, consent.identifier())));
                    record(actor, "consent.withdrawn", customer, vendor.code(), null);
                });
    }

    private List<ConsentStore.Counted> counted(long customerId) {
        return store.caps(customerId, days.openDay(BusinessDays.MAIN_CALENDAR).orElse(null));
    }

    private static List<CapUse> ofVendor(List<ConsentStore.Counted> caps, @Nullable Long vendorId) {
        return caps.stream()
                .filter(cap -> Objects.equals(cap.vendorId(), vendorId))
                .map(ConsentStore.Counted::use)
                .toList();
    }

    private void record(
            String actor, String action, Customer customer, @Nullable String vendor, @Nullable List<Cap> caps) {
        Map<String, Object> detail = new HashMap<>();
        detail.put("vendor", vendor);
        if (caps != null) {
            detail.put("caps", caps.stream().map(Consents::words).toList());
        }
        audit.record(actor, action, customer.accountOwner(), detail);
    }

    private static String words(Cap cap) {
        String kind = cap.rightsModel() == null ? cap.kind().name() : cap.kind() + " " + cap.rightsModel();
        return kind + " " + cap.amount() + " " + cap.currency();
    }

    private static void checkStays(Customer customer) {
        if (customer.status() == Customer.Status.CLOSING || customer.status() == Customer.Status.CLOSED) {
            throw PartyRefused.wrongStatus(
                    "Customer " + customer.code() + " is " + customer.status() + " and consents to nothing new");
        }
    }

    private static void checkStays(Vendor vendor) {
        if (vendor.status() == Vendor.Status.CLOSING || vendor.status() == Vendor.Status.CLOSED) {
            throw PartyRefused.wrongStatus(
                    "Vendor " + vendor.code() + " is " + vendor.status() + " and sells nothing new");
        }
    }

    private String newIdentifier() {
        byte[] bytes = new byte[IDENTIFIER_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
