package dev.farthing.ledger;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.calendar.DayState;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ledger, for one transaction of its caller: enter the gate ({@link BusinessDays#enter}), claim keys, {@link #lock},
 * decide, {@link #book}. All amounts are in the ledger scale of their currency.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class Ledger {
    /** Deltas folded in one transaction: a few tens of milliseconds of work. */
    private static final int FOLD_LIMIT = 20_000;

    /** How far ahead of the open day partitions are made. */
    static final int DAYS_AHEAD = 30;

    /** The highest credit limit, in the ledger's scale. */
    public static final long MAX_CREDIT_LIMIT = 1_000_000_000_000_000L;

    @Inject
    private LedgerStore store;

    @Inject
    private BalanceStore balances;

    @Inject
    private Recounter recounter;

    @Inject
    private Currencies currencies;

    @Inject
    private BusinessDays days;

    @Inject
    private Clock clock;

    /**
     * Locks live accounts in the order of their ids, until the transaction ends. Accounts that do not exist, or are
     * folded, are missing in the answer.
     */
    public Map<Long, LiveAccount> lock(Collection<Long> accounts) {
        if (accounts.isEmpty()) {
            return Map.of();
        }
        return store.lock(new TreeSet<>(accounts)).stream().collect(Collectors.toMap(LiveAccount::id, a -> a));
    }

    /**
     * What is asked to lock the live accounts of customers, in the order of their ids, until the transaction ends, and to read the
     * conditional accounts of vendors: all that payments from these to those are booked on, in every currency. The caller sends it.
     *
     * @param payers owners of customers' accounts
     * @param payees owners of vendors' accounts
     */
    public Counterparties counterparties(Collection<String> payers, Collection<String> payees) {
        return new Counterparties(LedgerStore.counterparties(payers, payees));
    }

    /**
     * Books transfers on the business day that the caller entered the gate of. Live accounts on either side must be
     * locked by the caller; whether they may pay is the caller's decision, behind which a constraint stands. A frozen
     * account pays nothing; it gets reversals, refunds and top-ups. A closed one is not booked on at all.
     *
     * @throws IllegalStateException if an account is unknown, not open to it or in another currency, the day is not in the
     *     state that the cause asks for ({@link Cause#day}), or a live account would be overdrawn: the caller decided wrongly,
     *     and the transaction is rolled back
     */
    public void book(LocalDate businessDate, List<Transfer> transfers) {
        if (transfers.isEmpty()) {
            return;
        }
        store.insertTransfers(businessDate, transfers, clock.instant(), stored -> {
            if (stored != transfers.size()) {
                throw refused(businessDate, transfers);
            }
        });
        store.move(businessDate, Movement.of(transfers));
    }

    /** Looks for the transfer that was not stored, and why. */
    private IllegalStateException refused(LocalDate businessDate, List<Transfer> transfers) {
        Map<Long, Account> accounts =
                store.accounts(touched(transfers)).stream().collect(Collectors.toMap(Account::id, a -> a));
        transfers.forEach(transfer -> check(transfer, accounts));
        return new IllegalStateException("Business day " + businessDate + " takes none of these causes as it stands: "
                + transfers.stream().map(Transfer::cause).distinct().toList());
    }

    /**
     * Opens an account, or finds the one that the owner has already for this role and currency.
     *
     * @throws LedgerRefused if the ledger does not keep this currency
     */
    public Account open(String owner, AccountRole role, String currency) {
        currencies.get(currency);
        store.open(owner, role, currency);
        return store.find(owner, role, currency)
                .orElseThrow(() -> new IllegalStateException("An account that was just opened is there"));
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Optional<Account> find(String owner, AccountRole role, String currency) {
        return store.find(owner, role, currency);
    }

    /** An owner's accounts, all roles and currencies; none for an unknown owner. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public List<Account> accountsOf(String owner) {
        return store.accountsOf(owner);
    }

    /** The accounts of one role of many owners, in one statement. */
    public List<Account> accounts(Collection<String> owners, AccountRole role) {
        return owners.isEmpty() ? List.of() : store.accounts(owners, role);
    }

    /** The accounts with these numbers; unknown ones are missing. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Optional<Account> account(long id) {
        return store.accounts(Set.of(id)).stream().findFirst();
    }

    /**
     * Sets an account's status so that nothing decided before is booked after: a live account's under its row lock, a
     * folded one's with the gate to itself ({@link BusinessDays#enterAlone}), which the caller takes first or not at all.
     *
     * @throws LedgerRefused if the account is closed already, or is to be closed with money on it or used credit
     * @throws dev.farthing.calendar.GateBusy if the gate cannot be had in time
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void setStatus(Account account, AccountStatus status) {
        if (account.role().folded()) {
            days.enterAlone(BusinessDays.MAIN_CALENDAR);
        } else {
            lock(Set.of(account.id()));
        }
        Balance balance = balance(account.id());
        if (balance.account().status() == AccountStatus.CLOSED && status != AccountStatus.CLOSED) {
            throw new LedgerRefused(LedgerRefused.Kind.NOT_POSSIBLE, "Account " + account.id() + " is closed for good");
        }
        if (status == AccountStatus.CLOSED && balance.amount() != 0) {
            throw new LedgerRefused(
                    LedgerRefused.Kind.NOT_POSSIBLE,
                    "Account " + account.id() + " holds money: pay it out before closing the account");
        }
        store.setStatus(account.id(), status);
    }

    /** How far a live account may go below nothing, and how far it lies below that. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public CreditLine creditLine(Account account) {
        return store.creditLine(account.id());
    }

    /**
     * Sets a live account's credit limit under its row lock. Lowering it below what is used is not refused: what lies
     * beyond becomes excess, and nothing may be spent until money that comes in has paid it down.
     *
     * @param limit 0 or more, in the currency's ledger scale
     * @return what stands now
     * @throws LedgerRefused if the account is folded, or the limit is out of bounds
     */
    public CreditLine setCreditLimit(Account account, long limit) {
        if (account.role().folded() || limit < 0 || limit > MAX_CREDIT_LIMIT) {
            throw new LedgerRefused(
                    LedgerRefused.Kind.NOT_POSSIBLE,
                    "A credit limit is 0 to " + MAX_CREDIT_LIMIT
                            + " units of the currency's ledger scale, for customers");
        }
        lock(Set.of(account.id()));
        store.setCreditLimit(account.id(), limit);
        return store.creditLine(account.id());
    }

    /**
     * What an account has now: one statement, so that a delta just being folded counts once.
     *
     * @throws LedgerRefused if there is no such account
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Balance balance(long account) {
        return balances.balance(account).orElseThrow(() -> noAccount(account));
    }

    /**
     * What an account had when a business day closed.
     *
     * @throws LedgerRefused if there is no such account, or the day is not closed
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Balance balanceAtClose(long account, LocalDate day) {
        mustBeClosed(day);
        return balances.balanceAtClose(account, day).orElseThrow(() -> noAccount(account));
    }

    /**
     * What an account had when a closed day began, and when it ended.
     *
     * @throws LedgerRefused if the day is not closed
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public DayBalance dayBalance(long account, LocalDate day) {
        mustBeClosed(day);
        return balances.dayBalance(account, day);
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public TrialBalance trialBalance() {
        return new TrialBalance(null, balances.trialBalance());
    }

    /** @throws LedgerRefused if the day is not closed */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public TrialBalance trialBalanceAtClose(LocalDate day) {
        mustBeClosed(day);
        return new TrialBalance(day, balances.trialBalanceAtClose(day));
    }

    /**
     * Sums the raw transfers anew and compares; changes nothing. Reads every transfer that is there, and what is kept of the days
     * whose transfers are archived, so not for every minute.
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public Recount recount() {
        return recounter.recount();
    }

    /** What a day came to in each currency, counted anew as by {@link #recount}. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public List<DayTotal> dayTotals(LocalDate day) {
        return recounter.dayTotals(day);
    }

    /**
     * Moves deltas to the accounts' days, a bounded number in one transaction, one folder at a time over all nodes.
     *
     * @return how many deltas were folded; 0 if there are none, or another folder is at work
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int fold() {
        return store.tryFolderLock() ? store.fold(FOLD_LIMIT) : 0;
    }

    /** How many deltas of a day and those before are not folded. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public long deltasThrough(LocalDate day) {
        return store.deltasThrough(day);
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public DeltasThere deltas() {
        return store.deltas();
    }

    /**
     * Stores what every live account has moved on a day that is past its cut-off, so that what it had when the day ended can be
     * read. Storing it again changes nothing.
     *
     * @throws dev.farthing.calendar.DayRefused if the day is not past its cut-off
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void settleLiveAccounts(LocalDate day) {
        if (days.isClosing(BusinessDays.MAIN_CALENDAR, day)) {
            store.storeLiveMovements(day, clock.instant());
        }
    }

    /**
     * What accounts have moved from one day to another, both included: days that are past their cut-off, of which the live
     * accounts are settled ({@link #settleLiveAccounts}) and the deltas folded. Accounts without movements are missing.
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Map<Long, Long> net(Collection<Long> accounts, LocalDate from, LocalDate through) {
        return accounts.isEmpty() ? Map.of() : balances.net(accounts, from, through);
    }

    /** What accounts have now, by number: each in the same snapshot. Unknown ones are missing. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Map<Long, Long> amounts(Collection<Long> accounts) {
        return accounts.isEmpty() ? Map.of() : balances.amounts(accounts);
    }

    /**
     * Closes a day whose deltas are folded and whose live accounts are settled, and makes partitions ahead of the open one. Closing
     * it again changes nothing.
     *
     * @throws LedgerRefused if deltas of that day are not folded yet, or its live accounts not settled ({@link #settleLiveAccounts})
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void closeDay(LocalDate day) {
        if (!days.close(BusinessDays.MAIN_CALENDAR, day)) {
            return;
        }
        if (store.deltasThrough(day) > 0) {
            throw new LedgerRefused(
                    LedgerRefused.Kind.NOT_POSSIBLE, "Fold the deltas of " + day + " before closing it");
        }
        if (!store.isLiveStored(day)) {
            throw new LedgerRefused(
                    LedgerRefused.Kind.NOT_POSSIBLE, "Settle the live accounts of " + day + " before closing it");
        }
        days.openDay(BusinessDays.MAIN_CALENDAR).ifPresent(open -> store.ensurePartitions(open.plusDays(DAYS_AHEAD)));
    }

    /** Those of the days whose transfers, and what belongs to them, are archived: they may be gone already, or be about to go. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Set<LocalDate> archived(Collection<LocalDate> days) {
        return days.isEmpty() ? Set.of() : store.archived(days);
    }

    /** Makes the partitions through a day where they are missing; returns how many were made. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int ensurePartitions(LocalDate through) {
        return store.ensurePartitions(through);
    }

    /** For how many days, the open one included, partitions are there. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public int daysWithPartitions() {
        return store.daysWithPartitions();
    }

    private static Set<Long> touched(List<Transfer> transfers) {
        return transfers.stream()
                .flatMap(t -> Stream.of(t.debitAccount(), t.creditAccount()))
                .collect(Collectors.toSet());
    }

    private static void check(Transfer transfer, Map<Long, Account> accounts) {
        Account debit = accounts.get(transfer.debitAccount());
        Account credit = accounts.get(transfer.creditAccount());
        check(transfer, transfer.debitAccount(), debit, debit != null && mayGive(debit, transfer.cause()));
        check(transfer, transfer.creditAccount(), credit, credit != null && mayGet(credit, transfer.cause()));
    }

    private static boolean mayGive(Account account, Cause cause) {
        return switch (account.status()) {
            case OPEN -> true;
            case FROZEN -> cause.isForced();
            case CLOSED -> false;
        };
    }

    private static boolean mayGet(Account account, Cause cause) {
        return switch (account.status()) {
            case OPEN -> true;
            case FROZEN -> cause.passesFrozen();
            case CLOSED -> false;
        };
    }

    private static void check(Transfer transfer, long id, @Nullable Account account, boolean bookable) {
        if (account == null || !bookable || !account.currency().equals(transfer.currency())) {
            throw new IllegalStateException("Transfer " + transfer.id() + " names account " + id
                    + ", which is unknown, not open to it or in another currency");
        }
    }

    private void mustBeClosed(LocalDate day) {
        if (days.state(BusinessDays.MAIN_CALENDAR, day).orElse(DayState.OPEN) != DayState.CLOSED) {
            throw new LedgerRefused(
                    LedgerRefused.Kind.NOT_POSSIBLE, day + " is not closed: ask for a day before the cut-off");
        }
    }

    private static LedgerRefused noAccount(long account) {
        return new LedgerRefused(LedgerRefused.Kind.NOT_FOUND, "There is no account " + account);
    }
}
