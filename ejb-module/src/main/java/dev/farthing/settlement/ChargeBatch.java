package dev.farthing.settlement;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.DayBalance;
import dev.farthing.ledger.Ledger;
import dev.farthing.ledger.Transfer;
import dev.farthing.settlement.VendorStatement.Fee;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One short transaction of {@link VendorStatements}: some vendors locked, what they have read, the fee taken and the statement
 * written. The fee is at most what is payable at the day's close and still there now; the rest is owed to the next cycle.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ChargeBatch {
    @Inject
    private BusinessDays days;

    @Inject
    private Ledger ledger;

    @Inject
    private Bookkeeping books;

    @Inject
    private VendorStatementStore store;

    @Inject
    private Tariffs tariffs;

    /**
     * What is known of the vendors when they are locked.
     *
     * @param balances by account: when its vendor's cycle began, and when the day ended
     * @param now by account
     */
    private record Known(
            Map<VendorCurrency, Account> conditional,
            Map<VendorCurrency, Account> payable,
            Map<Long, DayBalance> balances,
            Map<Long, Long> now,
            Map<VendorCurrency, Long> brought,
            Map<VendorCurrency, Long> returned) {
        DayBalance balance(Map<VendorCurrency, Account> accounts, VendorCurrency key) {
            return Objects.requireNonNull(balances.get(account(accounts, key).id()));
        }
    }

    public Charged charge(LocalDate day, List<DueVendor> due, List<Turnover> turnovers, Map<String, FeePlan> plans) {
        if (due.isEmpty() || !days.enterClosing(BusinessDays.MAIN_CALENDAR, day)) {
            return new Charged(0, Map.of(), List.of());
        }
        List<Long> ids = due.stream().map(DueVendor::id).toList();
        store.lock(ids);
        Map<VendorCurrency, Turnover> turnover = turnovers.stream()
                .collect(Collectors.toMap(t -> new VendorCurrency(t.vendorId(), t.currency()), Function.identity()));
        Known known = read(day, due);
        Set<VendorCurrency> settled = store.settled(ids, day);
        Map<String, Rail> rails = tariffs.rails().stream().collect(Collectors.toMap(Rail::currency, r -> r));
        List<VendorStatement> statements = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        List<Booking> fees = new ArrayList<>();
        for (DueVendor vendor : due) {
            for (VendorCurrency key : keysOf(vendor, known)) {
                if (settled.contains(key)) {
                    continue;
                }
                VendorStatement statement = statement(
                        day,
                        vendor,
                        known,
                        turnover.getOrDefault(key, Turnover.none(key.vendorId(), key.currency())),
                        Objects.requireNonNull(plans.get(vendor.plan())),
                        transactionFee(rails, key.currency()));
                if (vendor.closed() && statement.isEmpty()) {
                    continue;
                }
                if (!statement.addsUp()) {
                    findings.add(doesNotAddUp(vendor, statement));
                    continue;
                }
                statements.add(statement);
                if (statement.fee().charged() > 0) {
                    fees.add(fee(day, statement, account(known.payable(), key)));
                }
            }
        }
        books.book(day, fees);
        store.insert(statements);
        return new Charged(statements.size(), feesOf(statements), findings);
    }

    private Known read(LocalDate day, List<DueVendor> due) {
        Map<String, Long> byOwner = due.stream().collect(Collectors.toMap(DueVendor::owner, DueVendor::id));
        Map<VendorCurrency, Account> conditional = accounts(byOwner, AccountRole.VENDOR_CONDITIONAL);
        Map<VendorCurrency, Account> payable = accounts(byOwner, AccountRole.VENDOR_PAYABLE);
        Map<Long, LocalDate> begins = due.stream().collect(Collectors.toMap(DueVendor::id, DueVendor::cycleBegin));
        return new Known(
                conditional,
                payable,
                balances(day, begins, conditional, payable),
                ledger.amounts(payable.values().stream().map(Account::id).toList()),
                store.feesCarried(begins.keySet()),
                store.payoutsReturned(begins, day));
    }

    private Map<VendorCurrency, Account> accounts(Map<String, Long> byOwner, AccountRole role) {
        return ledger.accounts(byOwner.keySet(), role).stream()
                .collect(Collectors.toMap(
                        account -> new VendorCurrency(
                                Objects.requireNonNull(byOwner.get(account.owner())), account.currency()),
                        Function.identity()));
    }

    private Map<Long, DayBalance> balances(
            LocalDate day,
            Map<Long, LocalDate> begins,
            Map<VendorCurrency, Account> conditional,
            Map<VendorCurrency, Account> payable) {
        Map<LocalDate, List<Long>> accountsByBegin = new TreeMap<>();
        for (Map<VendorCurrency, Account> accounts : List.of(conditional, payable)) {
            accounts.forEach((key, account) -> accountsByBegin
                    .computeIfAbsent(Objects.requireNonNull(begins.get(key.vendorId())), begin -> new ArrayList<>())
                    .add(account.id()));
        }
        Map<Long, DayBalance> balances = new HashMap<>();
        accountsByBegin.forEach((begin, accounts) -> {
            Map<Long, Long> before = ledger.net(accounts, LocalDate.EPOCH, begin.minusDays(1));
            Map<Long, Long> within = ledger.net(accounts, begin, day);
            accounts.forEach(account -> {
                long opening = before.getOrDefault(account, 0L);
                balances.put(account, new DayBalance(opening, opening + within.getOrDefault(account, 0L)));
            });
        });
        return balances;
    }

    private VendorStatement statement(
            LocalDate day, DueVendor vendor, Known known, Turnover turnover, FeePlan plan, long transactionFee) {
        VendorCurrency key = new VendorCurrency(vendor.id(), turnover.currency());
        DayBalance payable = known.balance(known.payable(), key);
        long payableNow = known.now().getOrDefault(account(known.payable(), key).id(), 0L);
        long brought = known.brought().getOrDefault(key, 0L);
        long owed = brought
                + plan.fee(
                        key.currency(),
                        turnover.firm().amount(),
                        turnover.refunds().amount());
        long charged = Math.min(owed, Math.max(0, Math.min(payable.closing(), payableNow)));
        return new VendorStatement(
                vendor.id(),
                key.currency(),
                vendor.cycleBegin(),
                day,
                turnover,
                known.balance(known.conditional(), key),
                new DayBalance(payable.opening(), payable.closing() - charged),
                known.returned().getOrDefault(key, 0L),
                new Fee(plan.code(), brought, charged, owed - charged),
                0,
                0,
                null,
                transactionFee);
    }

    private Booking fee(LocalDate day, VendorStatement statement, Account payable) {
        String reference = References.fee(day, statement.vendorId(), statement.currency());
        return new Booking(
                day,
                new Transfer(
                        References.transfer(reference),
                        payable.id(),
                        books.bank(AccountRole.BANK_FEES, statement.currency()),
                        statement.fee().charged(),
                        statement.currency(),
                        Cause.FEE),
                reference);
    }

    private static Finding doesNotAddUp(DueVendor vendor, VendorStatement statement) {
        return new Finding(
                "STATEMENT",
                vendor.owner() + " " + statement.currency(),
                List.of(vendor.owner()),
                statement.currency(),
                BigDecimal.valueOf(statement.payable().closing()),
                null,
                "What the cycle from " + statement.cycleBegin() + " to " + statement.cycleEnd()
                        + " moved is not what its balances differ by: the vendor is not settled until they agree");
    }

    private static List<VendorCurrency> keysOf(DueVendor vendor, Known known) {
        return known.conditional().keySet().stream()
                .filter(key -> key.vendorId() == vendor.id() && known.payable().containsKey(key))
                .sorted((a, b) -> a.currency().compareTo(b.currency()))
                .toList();
    }

    private static Map<String, Long> feesOf(List<VendorStatement> statements) {
        Map<String, Long> fees = new TreeMap<>();
        statements.forEach(one -> fees.merge(one.currency(), one.fee().charged(), Math::addExact));
        return fees;
    }

    private static long transactionFee(Map<String, Rail> rails, String currency) {
        Rail rail = rails.get(currency);
        return rail == null ? 0 : rail.transactionFee();
    }

    private static Account account(Map<VendorCurrency, Account> accounts, VendorCurrency key) {
        return Objects.requireNonNull(accounts.get(key));
    }
}
