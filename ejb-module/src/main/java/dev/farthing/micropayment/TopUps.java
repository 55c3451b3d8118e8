package dev.farthing.micropayment;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.Ledger;
import dev.farthing.ledger.LiveAccount;
import dev.farthing.ledger.Transfer;
import dev.farthing.party.Customer;
import dev.farthing.party.Customers;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Money that an operator puts on a customer's account, out of the bank's clearing account. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class TopUps {
    /** The most that one top-up may bring, in the ledger's scale. */
    public static final long MAX_AMOUNT = 1_000_000_000_000_000L;

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
    private Ledger ledger;

    @Inject
    private MicropaymentStore store;

    @Inject
    private Clock clock;

    /**
     * Books a top-up, or finds the one that this key has booked.
     *
     * @throws dev.farthing.party.PartyRefused if there is no such customer
     * @throws MicropaymentRefused if the amount is out of bounds, the customer has no account in the currency or it is closed, or
     *     the key was used for another top-up
     */
    public TopUp book(Order order) {
        checkAmount(order.amount());
        Customer customer = customers.get(order.customer());
        LocalDate businessDate = days.enter(BusinessDays.MAIN_CALENDAR);
        TopUp topUp = new TopUp(UuidCreator.getTimeOrderedEpoch(), businessDate);
        if (!store.claimTopUp(order, customer.id(), topUp, clock.instant())) {
            return store.sameTopUp(order, customer.id())
                    .orElseThrow(() -> refused(
                            MicropaymentRefused.Kind.CONFLICT,
                            "This Idempotency-Key was used for another top-up: use a new one"));
        }
        long credit = lockOpen(customer, order.currency());
        long debit = clearing(order.currency());
        ledger.book(
                businessDate,
                List.of(new Transfer(
                        topUp.transferId(), debit, credit, order.amount(), order.currency(), Cause.TOP_UP)));
        return topUp;
    }

    private long lockOpen(Customer customer, String currency) {
        @Nullable LiveAccount live = ledger.find(customer.accountOwner(), AccountRole.CUSTOMER, currency)
                .map(account -> ledger.lock(Set.of(account.id())).get(account.id()))
                .orElse(null);
        if (live == null || live.isClosed()) {
            throw refused(
                    MicropaymentRefused.Kind.NOT_POSSIBLE,
                    "Customer " + customer.code() + " has no open account in " + currency);
        }
        return live.id();
    }

    private long clearing(String currency) {
        return ledger.find("bank", AccountRole.BANK_CLEARING, currency)
                .map(Account::id)
                .orElseThrow(() -> new IllegalStateException("The bank has no clearing account in " + currency));
    }

    private static void checkAmount(long amount) {
        if (amount < 1 || amount > MAX_AMOUNT) {
            throw refused(
                    MicropaymentRefused.Kind.NOT_POSSIBLE,
                    "A top-up is 1 to " + MAX_AMOUNT + " units of the currency's ledger scale");
        }
    }

    private static MicropaymentRefused refused(MicropaymentRefused.Kind kind, String message) {
        return new MicropaymentRefused(kind, message);
    }
}
