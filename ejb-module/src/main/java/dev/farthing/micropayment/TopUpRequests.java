package dev.farthing.micropayment;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.audit.Actors;
import dev.farthing.audit.AuditTrail;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.party.Customer;
import dev.farthing.party.Customers;
import dev.farthing.party.Iban;
import dev.farthing.party.PartyRefused;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Top-ups that customers ask for, from an account at another bank. Each is pending until an operator books the money that
 * came, or returns the request because none did: exactly one of the two, exactly once.
 */
@Stateless
public class TopUpRequests {
    /** How many of one customer may be pending. */
    public static final int MOST_PENDING = 20;

    /** What becomes of a line of the bank's that names a request. */
    public enum FromBank {
        /** Booked, now or by this line before. */
        BOOKED,
        /** There is no such request. */
        UNKNOWN,
        /** It was booked or returned by something else. */
        SETTLED_BEFORE,
        /** Another amount or currency came than was asked for. */
        OTHER_AMOUNT,
        /** The customer's account takes no money any more. */
        NO_ACCOUNT
    }

    @Inject
    private Customers customers;

    @Inject
    private BusinessDays days;

    @Inject
    private TopUpStore store;

    @Inject
    private RelationshipStore relationships;

    @Inject
    private IncomingMoney incoming;

    @Inject
    private AuditTrail audit;

    @Inject
    private Clock clock;

    /**
     * Asks for a top-up.
     *
     * @param amount more than 0, in the currency's ledger scale
     * @param iban where the money is to come from
     * @throws MicropaymentRefused if amount or IBAN are not in form, the customer has no account in the currency that takes
     *     money, or has too many requests pending
     * @throws PartyRefused if there is no such customer, or the customer is closing or closed
     */
    public TopUpRequest request(String customerCode, long amount, String currency, String iban) {
        IncomingMoney.checkAmount(amount);
        if (!Iban.isValid(iban)) {
            throw refused("The IBAN does not have the form or the check digits of ISO 13616");
        }
        // Locked: a customer who is just closing has no request begun behind the drain's back.
        Customer customer = customers.lock(customerCode);
        if (customer.status() == Customer.Status.CLOSING || customer.status() == Customer.Status.CLOSED) {
            throw PartyRefused.wrongStatus(
                    "Customer " + customerCode + " is " + customer.status() + " and asks for no more top-ups");
        }
        if (!incoming.takesMoney(customer, currency)) {
            throw IncomingMoney.noAccount(customer, currency);
        }
        if (relationships.pendingTopUps(customer.id()) >= MOST_PENDING) {
            throw refused(MOST_PENDING + " top-ups are pending: wait until one is booked or returned");
        }
        TopUpRequest request = pending(customerCode, amount, currency, iban);
        store.insert(request, customer.id());
        audit.record(customer.accountOwner(), "top-up.requested", customer.accountOwner(), detail(request));
        return request;
    }

    /**
     * A customer's requests, the newest first.
     *
     * @param before the id of the last one seen, or null
     * @throws PartyRefused if there is no such customer
     */
    public List<TopUpRequest> of(String customerCode, @Nullable UUID before, int limit) {
        return store.ofCustomer(customers.get(customerCode).id(), before, limit);
    }

    /**
     * The requests in a state, the oldest first.
     *
     * @param after the id of the last one seen, or null
     */
    public List<TopUpRequest> in(TopUpRequest.State state, @Nullable UUID after, int limit) {
        return store.inState(state, after, limit);
    }

    /**
     * Books the money of a request on the customer's account, with the cause TOP_UP. One that is booked already is given as
     * it stands.
     *
     * @throws MicropaymentRefused if there is no such request, or it was returned
     */
    public TopUpRequest book(UUID id, String operator) {
        LocalDate businessDate = days.enter(BusinessDays.MAIN_CALENDAR);
        TopUpRequest request = lock(id);
        if (request.state() == TopUpRequest.State.BOOKED) {
            return request;
        }
        mustBePending(request);
        IncomingMoney.Credit credit = new IncomingMoney.Credit(
                UuidCreator.getTimeOrderedEpoch(), businessDate, request.amount(), request.currency());
        Customer customer = customers.get(request.customer());
        incoming.book(customer, credit);
        store.book(id, credit, operator, clock.instant());
        audit.record(Actors.operator(operator), "top-up.booked", customer.accountOwner(), detail(request));
        return stored(id);
    }

    /**
     * Books the money of a pending request because the bank's statement says that it has come.
     *
     * @param entry the name of the statement's line; the same line books nothing twice
     * @param amount in the currency's ledger scale
     * @return what became of the line
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public FromBank bookFromBank(UUID id, long amount, String currency, String entry) {
        LocalDate businessDate = days.enter(BusinessDays.MAIN_CALENDAR);
        Optional<TopUpRequest> known = store.lock(id);
        if (known.isEmpty()) {
            return FromBank.UNKNOWN;
        }
        TopUpRequest request = known.get();
        if (request.state() != TopUpRequest.State.PENDING) {
            return store.isBookedBy(id, entry) ? FromBank.BOOKED : FromBank.SETTLED_BEFORE;
        }
        if (request.amount() != amount || !request.currency().equals(currency)) {
            return FromBank.OTHER_AMOUNT;
        }
        IncomingMoney.Credit credit =
                new IncomingMoney.Credit(UuidCreator.getTimeOrderedEpoch(), businessDate, amount, currency);
        Customer customer = customers.get(request.customer());
        if (!incoming.takesMoney(customer, currency)) {
            return FromBank.NO_ACCOUNT;
        }
        incoming.book(customer, credit);
        store.book(id, credit, "bank", clock.instant());
        store.bookedBy(id, entry);
        audit.record("farthing", "top-up.booked", customer.accountOwner(), detail(request));
        return FromBank.BOOKED;
    }

    /**
     * Ends a request whose money did not come. One that is returned already is given as it stands.
     *
     * @param reason 1 to 200 characters; the customer sees it
     * @throws MicropaymentRefused if the reason is not in form, there is no such request, or it was booked
     */
    public TopUpRequest giveBack(UUID id, String reason, String operator) {
        Relationships.checkReason(reason);
        TopUpRequest request = lock(id);
        if (request.state() == TopUpRequest.State.RETURNED) {
            return request;
        }
        mustBePending(request);
        store.giveBack(id, reason, operator, clock.instant());
        Map<String, Object> detail = new TreeMap<>(detail(request));
        detail.put("reason", reason);
        audit.record(Actors.operator(operator), "top-up.returned", "customer:" + request.customer(), detail);
        return stored(id);
    }

    private TopUpRequest pending(String customer, long amount, String currency, String iban) {
        return new TopUpRequest(
                UuidCreator.getTimeOrderedEpoch(),
                customer,
                amount,
                currency,
                iban,
                TopUpRequest.State.PENDING,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                null,
                null,
                null,
                null,
                null);
    }

    private TopUpRequest lock(UUID id) {
        return store.lock(id).orElseThrow(() -> notFound(id));
    }

    private TopUpRequest stored(UUID id) {
        return store.find(id).orElseThrow(() -> notFound(id));
    }

    private static void mustBePending(TopUpRequest request) {
        if (request.state() != TopUpRequest.State.PENDING) {
            throw new MicropaymentRefused(
                    MicropaymentRefused.Kind.CONFLICT,
                    "Top-up request " + request.id() + " is " + request.state() + " already, and stays so");
        }
    }

    private static Map<String, Object> detail(TopUpRequest request) {
        return Map.of(
                "request", request.id().toString(),
                "amount", request.amount(),
                "currency", request.currency(),
                "iban", request.iban());
    }

    private static MicropaymentRefused notFound(UUID id) {
        return new MicropaymentRefused(MicropaymentRefused.Kind.NOT_FOUND, "There is no top-up request " + id);
    }

    private static MicropaymentRefused refused(String message) {
        return new MicropaymentRefused(MicropaymentRefused.Kind.NOT_POSSIBLE, message);
    }
}
