package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.calendar.DayRefused;
import dev.farthing.calendar.DayState;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.LedgerRefused;
import dev.farthing.ledger.LiveAccount;
import dev.farthing.ledger.Recount;
import dev.farthing.ledger.Transfer;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: the ledger keeps its promises with real transactions, locks and a folder that never sleeps. Method: the public doors,
 * from several threads where the promise is about company; the server's own housekeeping runs all the while.
 */
@Tag("container")
@Timeout(120)
class LedgerContainerIT extends ContainerScenario {
    private static final int CALENDAR = BusinessDays.MAIN_CALENDAR;

    @Inject
    private BusinessDays days;

    @Inject
    private Transactions transactions;

    @Test
    void booksFromALiveAccountToAFoldedOne() throws Exception {
        Account payer = town.live(town.customer(1_000));
        Account payee = town.conditional(town.vendor());
        LocalDate day = book(town.transfer(payer, payee, 300), town.transfer(payer, payee, 200));
        assertThat(ledger.balance(payer.id()).amount()).isEqualTo(500);
        assertThat(ledger.balance(payer.id()).available()).isEqualTo(500);
        assertThat(ledger.balance(payee.id()).amount()).isEqualTo(500);
        assertThat(town.count("transfer", "business_date = ? and credit_account = ?", day, payee.id()))
                .isEqualTo(2);
    }

    @Test
    void spendsALockedAccountNoFurtherThanItReaches() throws Exception {
        Account payer = town.live(town.customer(1_000));
        transactions.rollBack(() -> {
            days.enter(CALENDAR);
            LiveAccount live =
                    Objects.requireNonNull(ledger.lock(Set.of(payer.id())).get(payer.id()));
            assertThat(live.available()).isEqualTo(1_000);
            assertThat(live.spend(1_000)).isTrue();
            assertThat(live.spend(1)).isFalse();
            return null;
        });
    }

    @Test
    void stopsABookingThatWouldOverdrawWhateverItsCallerDecided() throws Exception {
        Account payer = town.live(town.customer(1_000));
        Account payee = town.conditional(town.vendor());
        assertThatThrownBy(() -> book(town.transfer(payer, payee, 600), town.transfer(payer, payee, 401)))
                .hasStackTraceContaining("account_not_overdrawn");
        assertThat(ledger.balance(payer.id()).amount()).isEqualTo(1_000);
        assertThat(ledger.balance(payee.id()).amount()).isZero();
        book(town.transfer(payer, payee, 1_000));
        assertThat(ledger.balance(payer.id()).amount()).isZero();
    }

    @Test
    void booksNothingOnAnAccountThatIsNotOpen() throws Exception {
        Account payer = town.live(town.customer(1_000));
        Account payee = town.conditional(town.vendor());
        ledger.setStatus(payer, AccountStatus.FROZEN);
        assertThatThrownBy(() -> book(town.transfer(payer, payee, 1))).hasStackTraceContaining("not open");
        ledger.setStatus(payer, AccountStatus.OPEN);
        book(town.transfer(payer, payee, 1));
        ledger.setStatus(payee, AccountStatus.FROZEN);
        assertThatThrownBy(() -> book(town.transfer(payer, payee, 1))).hasStackTraceContaining("not open");
        ledger.setStatus(payee, AccountStatus.OPEN);
        book(town.transfer(payer, payee, 1));
    }

    @Test
    void waitsWithAFreezeForABookingThatHasLockedTheAccount() throws Exception {
        Account payer = town.live(town.customer(1_000));
        Account payee = town.conditional(town.vendor());
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<LocalDate> booking = transactions.meanwhile(() -> transactions.commit(() -> {
            LocalDate day = days.enter(CALENDAR);
            ledger.lock(Set.of(payer.id()));
            locked.countDown();
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            ledger.book(day, List.of(town.transfer(payer, payee, 10)));
            return day;
        }));
        locked.await();
        CompletableFuture<AccountStatus> freeze = transactions.meanwhile(() -> {
            ledger.setStatus(payer, AccountStatus.FROZEN);
            return AccountStatus.FROZEN;
        });
        Poll.until("the freeze waits", () -> town.waiting("transactionid") > 0);
        goOn.countDown();
        booking.join();
        freeze.join();
        assertThat(ledger.balance(payer.id()).amount()).isEqualTo(990);
        assertThat(ledger.balance(payer.id()).account().status()).isEqualTo(AccountStatus.FROZEN);
    }

    @Test
    void locksInOneOrderWhoeverAsksInWhich() throws Exception {
        List<Account> payers = IntStream.range(0, 6)
                .mapToObj(i -> town.live(town.customer(10_000)))
                .toList();
        Account payee = town.conditional(town.vendor());
        List<CompletableFuture<Integer>> rounds = IntStream.range(0, 4)
                .mapToObj(thread -> transactions.meanwhile(() -> {
                    for (int i = 0; i < 25; i++) {
                        Account one = payers.get((i + thread) % 6);
                        Account other = payers.get((i * 5 + thread * 2 + 1) % 6);
                        book(town.transfer(one, payee, 1), town.transfer(other, payee, 1));
                    }
                    return thread;
                }))
                .toList();
        rounds.forEach(CompletableFuture::join);
        assertThat(ledger.balance(payee.id()).amount()).isEqualTo(200);
    }

    @Test
    void showsOneBalanceBeforeWhileAndAfterItIsFolded() throws Exception {
        Account payer = town.live(town.customer(1_000_000));
        Account payee = town.conditional(town.vendor());
        IntStream.range(0, 200).forEach(i -> bookQuietly(town.transfer(payer, payee, 7)));
        AtomicBoolean folding = new AtomicBoolean(true);
        CompletableFuture<List<Long>> seen = transactions.meanwhile(() -> {
            List<Long> balances = new ArrayList<>();
            while (folding.get()) {
                balances.add(ledger.balance(payee.id()).amount());
                assertThat(ledger.trialBalance().isBalanced()).isTrue();
            }
            balances.add(ledger.balance(payee.id()).amount());
            return balances;
        });
        foldAll();
        folding.set(false);
        assertThat(seen.join()).isNotEmpty().containsOnly(1_400L);
        assertThat(town.count("delta", "account_id = ?", payee.id())).isZero();
    }

    @Test
    void keepsTheBalanceRightWhileOthersBookAndFold() throws Exception {
        Account payer = town.live(town.customer(1_000_000));
        Account payee = town.conditional(town.vendor());
        CompletableFuture<Integer> folder = transactions.meanwhile(() -> {
            int folded = 0;
            for (int i = 0; i < 60; i++) {
                folded += ledger.fold();
                long balance = ledger.balance(payee.id()).amount();
                assertThat(balance % 3).isZero();
            }
            return folded;
        });
        List<CompletableFuture<Integer>> bookers = IntStream.range(0, 2)
                .mapToObj(thread -> transactions.meanwhile(() -> {
                    IntStream.range(0, 60).forEach(i -> bookQuietly(town.transfer(payer, payee, 3)));
                    return thread;
                }))
                .toList();
        bookers.forEach(CompletableFuture::join);
        folder.join();
        assertThat(ledger.balance(payee.id()).amount()).isEqualTo(360);
    }

    @Test
    void findsAPostedBalanceThatSomebodyAltered() {
        Account account = town.live(town.customer(1_000));
        database.write(sql -> sql.execute("update account set posted = posted + 1 where id = ?", account.id()));
        Recount recount = ledger.recount();
        assertThat(recount.isBalanced()).isFalse();
        assertThat(recount.differences()).singleElement().satisfies(difference -> {
            assertThat(difference.account()).isEqualTo(account.id());
            assertThat(difference.kept().subtract(difference.counted())).isEqualByComparingTo("1");
        });
        assertThat(ledger.trialBalance().isBalanced()).isFalse();
        database.write(sql -> sql.execute("update account set posted = posted - 1 where id = ?", account.id()));
    }

    @Test
    void findsATransferThatNobodyBooked() {
        Account payer = town.live(town.customer(1_000));
        Account payee = town.conditional(town.vendor());
        insertBehindTheLedger(town.transfer(payer, payee, 5));
        assertThat(ledger.recount().differences())
                .extracting(Recount.Difference::account)
                .containsExactlyInAnyOrder(payer.id(), payee.id());
        // A transfer cannot be taken back: what corrects it is its reversal.
        insertBehindTheLedger(town.transfer(payee, payer, 5));
    }

    @Test
    void makesPartitionsOnceAlsoWhileOthersBook() throws Exception {
        Account payer = town.live(town.customer(1_000_000));
        Account payee = town.conditional(town.vendor());
        LocalDate through = town.today().plusDays(45);
        AtomicBoolean making = new AtomicBoolean(true);
        List<CompletableFuture<Integer>> bookers = IntStream.range(0, 2)
                .mapToObj(thread -> transactions.meanwhile(() -> {
                    int booked = 0;
                    while (making.get() || booked == 0) {
                        book(town.transfer(payer, payee, 1));
                        booked++;
                    }
                    return booked;
                }))
                .toList();
        List<CompletableFuture<Integer>> makers = IntStream.range(0, 2)
                .mapToObj(thread -> transactions.meanwhile(() -> ledger.ensurePartitions(through)))
                .toList();
        int made = makers.stream().mapToInt(CompletableFuture::join).sum();
        making.set(false);
        int booked = bookers.stream().mapToInt(CompletableFuture::join).sum();
        assertThat(made).isPositive();
        assertThat(ledger.ensurePartitions(through)).isZero();
        assertThat(ledger.daysWithPartitions()).isGreaterThanOrEqualTo(46);
        assertThat(ledger.balance(payee.id()).amount()).isEqualTo(booked);
    }

    @Test
    void closesDaysInOrderAndOnceAndKeepsTheirBalances() throws Exception {
        Account payer = town.live(town.customer(1_000));
        Account payee = town.conditional(town.vendor());
        LocalDate day = book(town.transfer(payer, payee, 400));
        assertThatThrownBy(() -> ledger.closeDay(day)).isInstanceOf(DayRefused.class);
        assertThatThrownBy(() -> ledger.balanceAtClose(payee.id(), day)).isInstanceOf(LedgerRefused.class);
        days.cutOff(CALENDAR, day);
        days.cutOff(CALENDAR, day);
        assertThat(days.state(CALENDAR, day)).contains(DayState.CLOSING);
        LocalDate next = book(town.transfer(payer, payee, 50));
        assertThat(next).isEqualTo(day.plusDays(1));
        assertThatThrownBy(() -> days.cutOff(CALENDAR, next)).isInstanceOf(DayRefused.class);
        foldAll();
        assertThatThrownBy(() -> ledger.closeDay(day)).isInstanceOf(LedgerRefused.class);
        assertThat(days.state(CALENDAR, day)).contains(DayState.CLOSING);
        ledger.settleLiveAccounts(day);
        ledger.settleLiveAccounts(day);
        ledger.closeDay(day);
        ledger.closeDay(day);
        assertThat(days.state(CALENDAR, day)).contains(DayState.CLOSED);
        assertThat(ledger.balanceAtClose(payer.id(), day).amount()).isEqualTo(600);
        assertThat(ledger.balanceAtClose(payee.id(), day).amount()).isEqualTo(400);
        assertThat(ledger.balance(payee.id()).amount()).isEqualTo(450);
        assertThat(ledger.trialBalanceAtClose(day).isBalanced()).isTrue();
    }

    @Test
    void findsAClosedDayThatSomebodyAltered() throws Exception {
        Account payee = town.conditional(town.vendor());
        LocalDate day = book(town.transfer(town.live(town.customer(100)), payee, 100));
        days.cutOff(CALENDAR, day);
        foldAll();
        ledger.settleLiveAccounts(day);
        ledger.closeDay(day);
        alterDay(payee, day, 1);
        assertThat(ledger.recount().differences())
                .anySatisfy(difference -> assertThat(difference.day()).isEqualTo(day));
        alterDay(payee, day, -1);
    }

    @Test
    void letsABookingInFlightEndInItsDayBeforeTheCutOff() throws Exception {
        Account payer = town.live(town.customer(1_000));
        Account payee = town.conditional(town.vendor());
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<LocalDate> booking = transactions.meanwhile(() -> transactions.commit(() -> {
            LocalDate day = days.enter(CALENDAR);
            entered.countDown();
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            ledger.lock(Set.of(payer.id()));
            ledger.book(day, List.of(town.transfer(payer, payee, 10)));
            return day;
        }));
        entered.await();
        LocalDate day = town.today();
        CompletableFuture<LocalDate> cutOff = transactions.meanwhile(() -> {
            days.cutOff(CALENDAR, day);
            return day;
        });
        Poll.until("the cut-off waits at the gate", () -> town.waiting("advisory") > 0);
        assertThat(days.state(CALENDAR, day)).contains(DayState.OPEN);
        goOn.countDown();
        cutOff.join();
        assertThat(booking.join()).isEqualTo(day);
        assertThat(days.state(CALENDAR, day)).contains(DayState.CLOSING);
        assertThat(book(town.transfer(payer, payee, 10))).isEqualTo(day.plusDays(1));
        foldAll();
        ledger.settleLiveAccounts(day);
        ledger.closeDay(day);
    }

    @Test
    void letsNoBookingIntoADayThatIsClosing() throws Exception {
        Account payer = town.live(town.customer(1_000_000));
        Account payee = town.conditional(town.vendor());
        LocalDate day = town.today();
        AtomicBoolean open = new AtomicBoolean(true);
        List<CompletableFuture<Integer>> bookers = IntStream.range(0, 3)
                .mapToObj(thread -> transactions.meanwhile(() -> {
                    LocalDate booked = day;
                    int count = 0;
                    while (open.get() || booked.equals(day)) {
                        booked = book(town.transfer(payer, payee, 1));
                        count++;
                    }
                    return count;
                }))
                .toList();
        Poll.until("bookings are under way", () -> ledger.balance(payee.id()).amount() > 20);
        days.cutOff(CALENDAR, day);
        open.set(false);
        long booked = bookers.stream().mapToLong(CompletableFuture::join).sum();
        assertThat(ledger.balance(payee.id()).amount()).isEqualTo(booked);
        String late = "calendar_id = 1 and day = ? and exists (select 1 from transfer t"
                + " where t.business_date = day and t.booked_at > cut_off_at)";
        assertThat(town.count("business_day", late, day)).isZero();
        foldAll();
        ledger.settleLiveAccounts(day);
        ledger.closeDay(day);
        assertThat(ledger.trialBalanceAtClose(day).isBalanced()).isTrue();
    }

    private LocalDate book(Transfer... transfers) throws Exception {
        return transactions.commit(() -> {
            LocalDate day = days.enter(CALENDAR);
            ledger.lock(IntStream.range(0, transfers.length)
                    .mapToObj(i -> transfers[i].debitAccount())
                    .toList());
            ledger.book(day, List.of(transfers));
            return day;
        });
    }

    private void bookQuietly(Transfer transfer) {
        try {
            book(transfer);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The server's own folder may be at work: then this one finds nothing to do, and looks again. */
    private void foldAll() {
        Poll.until("everything is folded", () -> {
            ledger.fold();
            return ledger.deltas().count() == 0;
        });
    }

    private void insertBehindTheLedger(Transfer transfer) {
        database.write(sql -> sql.execute(
                """
                insert into transfer
                       (business_date, id, debit_account, credit_account, amount, currency, cause, booked_at)
                values (?, ?, ?, ?, ?, ?, ?, now())
                """,
                town.today(),
                transfer.id(),
                transfer.debitAccount(),
                transfer.creditAccount(),
                transfer.amount(),
                transfer.currency(),
                transfer.cause().name()));
    }

    private void alterDay(Account account, LocalDate day, int by) {
        database.write(sql -> sql.execute(
                "update account_day set credits = credits + ? where account_id = ? and business_date = ?",
                by,
                account.id(),
                day));
    }
}
