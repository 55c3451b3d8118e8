package dev.farthing.settlement;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.DayBalance;
import dev.farthing.ledger.Ledger;
import dev.farthing.ledger.Transfer;
import dev.farthing.outbox.Outbox;
import dev.farthing.settlement.PayoutStore.Payee;
import dev.farthing.settlement.VendorStatement.Hold;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One short transaction of {@link Payouts}: some vendors locked, and for each statement of the day the payout decided, booked and
 * written into the statement. What is paid was payable at the day's close and is still there now, in whole units of the bank's;
 * the rest is carried forward.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class PayoutBatch {
    @Inject
    private BusinessDays days;

    @Inject
    private Ledger ledger;

    @Inject
    private Bookkeeping books;

    @Inject
    private VendorStatementStore statements;

    @Inject
    private PayoutStore store;

    @Inject
    private BreakStore breaks;

    @Inject
    private Tariffs tariffs;

    @Inject
    private Outbox outbox;

    @Inject
    private SettlementEvents events;

    @Inject
    private Clock clock;

    /** A statement with its payout, if there is one. */
    private record Decided(
            VendorStatement statement, @Nullable Payout payout) {}

    public Paid pay(LocalDate day, Set<Long> vendors) {
        if (vendors.isEmpty() || !days.enterClosing(BusinessDays.MAIN_CALENDAR, day)) {
            return Paid.NOTHING;
        }
        statements.lock(vendors);
        List<VendorStatement> undecided = statements.undecided(day, vendors);
        Map<Long, Payee> payees = store.payees(vendors);
        Set<String> stopped =
                breaks.stopped(payees.values().stream().map(Payee::owner).toList());
        Map<VendorCurrency, Account> payable = payable(payees);
        Map<Long, Long> now =
                ledger.amounts(payable.values().stream().map(Account::id).toList());
        Map<String, Rail> rails = tariffs.rails().stream().collect(Collectors.toMap(Rail::currency, r -> r));
        Map<VendorCurrency, Long> payments = store.paymentsSinceLast(vendors, day);
        List<Decided> decided = undecided.stream()
                .map(statement -> {
                    VendorCurrency key = new VendorCurrency(statement.vendorId(), statement.currency());
                    Payee payee = Objects.requireNonNull(payees.get(statement.vendorId()));
                    long payableNow = now.getOrDefault(
                            Objects.requireNonNull(payable.get(key)).id(), 0L);
                    @Nullable Rail rail = rails.get(statement.currency());
                    long movable =
                            rail == null ? 0 : rail.movable(statement.payable().closing());
                    long there = rail == null
                            ? 0
                            : rail.movable(Math.min(statement.payable().closing(), payableNow));
                    @Nullable Hold hold = hold(movable, there, payee, stopped.contains(payee.owner()));
                    long amount = hold == null || hold == Hold.REFUNDED_SINCE ? there : 0;
                    return decide(statement, payee, amount, hold, payments.getOrDefault(key, 0L));
                })
                .toList();
        List<PayoutStore.Made> payouts = decided.stream()
                .filter(one -> one.payout() != null)
                .map(one -> new PayoutStore.Made(
                        one.statement().vendorId(),
                        Objects.requireNonNull(one.payout()),
                        one.statement().transactionFee()))
                .toList();
        books.book(day, payouts.stream().map(made -> booking(made, payable)).toList());
        store.insert(payouts, clock.instant());
        statements.decide(decided.stream().map(Decided::statement).toList());
        outbox.append(payouts.stream()
                .map(made -> events.payoutMade(made.vendorId(), made.payout()))
                .toList());
        return paid(decided);
    }

    private static @Nullable Hold hold(long movable, long there, Payee payee, boolean stopped) {
        if (movable == 0) {
            return null;
        }
        if (stopped) {
            return Hold.BREAK;
        }
        if (payee.iban() == null) {
            return Hold.NO_IBAN;
        }
        return there < movable ? Hold.REFUNDED_SINCE : null;
    }

    private static Decided decide(
            VendorStatement statement, Payee payee, long amount, @Nullable Hold hold, long payments) {
        VendorStatement whole = new VendorStatement(
                statement.vendorId(),
                statement.currency(),
                statement.cycleBegin(),
                statement.cycleEnd(),
                statement.turnover(),
                statement.conditional(),
                new DayBalance(
                        statement.payable().opening(), statement.payable().closing() - amount),
                statement.payoutsReturned(),
                statement.fee(),
                amount,
                amount == 0 ? 0 : payments,
                hold,
                statement.transactionFee());
        if (amount == 0) {
            return new Decided(whole, null);
        }
        Payout payout = new Payout(
                References.payout(statement.cycleEnd(), statement.vendorId(), statement.currency()),
                payee.code(),
                statement.currency(),
                statement.cycleEnd(),
                amount,
                payments,
                payee.name(),
                Objects.requireNonNull(payee.iban()),
                Payout.State.BOOKED,
                null,
                null,
                null,
                null);
        return new Decided(whole, payout);
    }

    private Booking booking(PayoutStore.Made made, Map<VendorCurrency, Account> payable) {
        Payout payout = made.payout();
        Account from = Objects.requireNonNull(payable.get(new VendorCurrency(made.vendorId(), payout.currency())));
        Account onItsWay = ledger.open(from.owner(), AccountRole.VENDOR_PAYOUT, payout.currency());
        Transfer transfer = new Transfer(
                References.transfer(payout.reference()),
                from.id(),
                onItsWay.id(),
                payout.amount(),
                payout.currency(),
                Cause.PAYOUT);
        return new Booking(payout.businessDate(), transfer, payout.reference());
    }

    private Map<VendorCurrency, Account> payable(Map<Long, Payee> payees) {
        Map<String, Long> byOwner = new HashMap<>();
        payees.forEach((id, payee) -> byOwner.put(payee.owner(), id));
        return ledger.accounts(byOwner.keySet(), AccountRole.VENDOR_PAYABLE).stream()
                .collect(Collectors.toMap(
                        account -> new VendorCurrency(
                                Objects.requireNonNull(byOwner.get(account.owner())), account.currency()),
                        account -> account));
    }

    private static Paid paid(List<Decided> decided) {
        Map<String, Long> amounts = new TreeMap<>();
        decided.forEach(one -> {
            if (one.payout() != null) {
                amounts.merge(one.statement().currency(), one.statement().payout(), Math::addExact);
            }
        });
        return new Paid(decided.size(), amounts);
    }
}
