package dev.farthing.micropayment;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.audit.Actors;
import dev.farthing.audit.AuditTrail;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.party.Customer;
import dev.farthing.party.Customers;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;

/** Money that an operator puts on a customer's account, out of the bank's clearing account. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class TopUps {
    /** The most that one top-up may bring, in the ledger's scale. */
    public static final long MAX_AMOUNT = IncomingMoney.MAX_AMOUNT;

    /**
     * A top-up asked for.
     *
     * @param idempotencyKey the caller's; the same key with the same top-up is booked once
     * @param amount more than 0, in the currency's ledger scale
     */
    public record Order(String idempotencyKey, String customer, long amount, String currency, String operator) {}

    /** A top-up as it was booked. */
    public record TopUp(UUID transferId, LocalDate businessDate) {}

    @Inject
    private BusinessDays days;

    @Inject
    private Customers customers;

    @Inject
    private IncomingMoney incoming;

    @Inject
    private AuditTrail audit;

    @Inject
    private MicropaymentStore store;

    @Inject
    private Clock clock;

    /**
     * Books a top-up, or finds the one that this key has booked.
     *
     * @throws dev.farthing.party.PartyRefused if there is no such customer
     * @throws MicropaymentRefused if the amount is out of bounds, the customer has no account in the currency that takes money, or
     *     the key was used for another top-up
     */
    public TopUp book(Order order) {
        IncomingMoney.checkAmount(order.amount());
        Customer customer = customers.get(order.customer());
        LocalDate businessDate = days.enter(BusinessDays.MAIN_CALENDAR);
        TopUp topUp = new TopUp(UuidCreator.getTimeOrderedEpoch(), businessDate);
        if (!store.claimTopUp(order, customer.id(), topUp, clock.instant())) {
            return store.sameTopUp(order, customer.id())
                    .orElseThrow(() -> refused(
                            MicropaymentRefused.Kind.CONFLICT,
                            "This Idempotency-Key was used for another top-up: use a new one"));
        }
        incoming.book(
                customer, new IncomingMoney.Credit(topUp.transferId(), businessDate, order.amount(), order.currency()));
        audit.record(
                Actors.operator(order.operator()),
                "top-up.booked",
                customer.accountOwner(),
                Map.of(
                        "transfer", topUp.transferId().toString(),
                        "amount", order.amount(),
                        "currency", order.currency(),
                        "businessDate", businessDate.toString()));
        return topUp;
    }

    private static MicropaymentRefused refused(MicropaymentRefused.Kind kind, String message) {
        return new MicropaymentRefused(kind, message);
    }
}
