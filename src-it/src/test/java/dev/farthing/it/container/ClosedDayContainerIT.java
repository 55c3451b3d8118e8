package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.calendar.DayState;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.Transfer;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: nothing is posted into a closed day, and into a day that is open or closing only what belongs there. Method: every cause
 * there is, on a day in each state, through the ledger's door with the gate entered; and past that door by the server's own
 * database role, which the database itself must stop.
 */
@Tag("container")
@Timeout(120)
class ClosedDayContainerIT extends ContainerScenario {
    private static final int CALENDAR = BusinessDays.MAIN_CALENDAR;
    private static final long AMOUNT = 10;

    private static final Set<Cause> OF_THE_NIGHT = EnumSet.of(Cause.FIRMING, Cause.FEE, Cause.PAYOUT);

    @Inject
    private BusinessDays days;

    @Inject
    private Transactions transactions;

    @Test
    void eachCauseIsBookedOnADayInItsOwnStateAndInNoOther() throws Exception {
        LocalDate day = town.today();
        tryEveryCause(day, DayState.OPEN, EnumSet.complementOf(EnumSet.copyOf(OF_THE_NIGHT)));
        days.cutOff(CALENDAR, day);
        tryEveryCause(day, DayState.CLOSING, OF_THE_NIGHT);
        close(day);
        tryEveryCause(day, DayState.CLOSED, EnumSet.noneOf(Cause.class));
        tryEveryCause(day.plusDays(1), DayState.OPEN, EnumSet.complementOf(EnumSet.copyOf(OF_THE_NIGHT)));
    }

    @Test
    void theDatabaseItselfTakesNothingForAClosedDay() throws Exception {
        LocalDate day = town.today();
        Account payer = town.live(town.customer(1_000));
        Account payee = town.conditional(town.vendor());
        days.cutOff(CALENDAR, day);
        close(day);
        long before = town.count("transfer", "business_date = ?", day);
        for (Cause cause : Cause.values()) {
            assertThatThrownBy(() -> insert(day, transfer(payer, payee, cause)))
                    .as("%s, past the ledger", cause)
                    .hasStackTraceContaining("is closed: nothing is booked on it any more");
        }
        assertThatThrownBy(() -> database.write(sql -> sql.execute(
                        "insert into delta (account_id, business_date, debits, credits) values (?, ?, 0, 1)",
                        payee.id(),
                        day)))
                .hasStackTraceContaining("is closed: nothing is booked on it any more");
        assertThat(town.count("transfer", "business_date = ?", day)).isEqualTo(before);
    }

    /** Tries all causes, each between two accounts of its own. */
    private void tryEveryCause(LocalDate day, DayState state, Set<Cause> allowed) throws Exception {
        assertThat(days.state(CALENDAR, day)).contains(state);
        for (Cause cause : Cause.values()) {
            Account payer = town.live(town.customer(1_000));
            Account payee = town.conditional(town.vendor());
            // A top-up has just brought the payer money on the open day, so counting comes after it.
            long before = town.count("transfer", "business_date = ?", day);
            if (allowed.contains(cause)) {
                book(day, transfer(payer, payee, cause));
            } else {
                assertThatThrownBy(() -> book(day, transfer(payer, payee, cause)))
                        .as("%s on a day that is %s", cause, state)
                        .hasStackTraceContaining("takes none of these causes");
            }
            long booked = allowed.contains(cause) ? AMOUNT : 0;
            assertThat(town.count("transfer", "business_date = ?", day) - before)
                    .as("%s on a day that is %s", cause, state)
                    .isEqualTo(allowed.contains(cause) ? 1 : 0);
            assertThat(ledger.balance(payer.id()).amount()).isEqualTo(1_000 - booked);
            assertThat(ledger.balance(payee.id()).amount()).isEqualTo(booked);
        }
    }

    private void book(LocalDate day, Transfer transfer) throws Exception {
        transactions.commit(() -> {
            days.enter(CALENDAR);
            ledger.lock(List.of(transfer.debitAccount(), transfer.creditAccount()));
            ledger.book(day, List.of(transfer));
            return day;
        });
    }

    private void close(LocalDate day) {
        Poll.until("everything is folded", () -> {
            ledger.fold();
            return ledger.deltasThrough(day) == 0;
        });
        ledger.settleLiveAccounts(day);
        ledger.closeDay(day);
        assertThat(days.state(CALENDAR, day)).contains(DayState.CLOSED);
    }

    private static Transfer transfer(Account from, Account to, Cause cause) {
        return new Transfer(UUID.randomUUID(), from.id(), to.id(), AMOUNT, "USD", cause);
    }

    private void insert(LocalDate day, Transfer transfer) {
        database.write(sql -> sql.execute(
                """
                insert into transfer
                       (business_date, id, debit_account, credit_account, amount, currency, cause, booked_at)
                values (?, ?, ?, ?, ?, ?, ?, now())
                """,
                day,
                transfer.id(),
                transfer.debitAccount(),
                transfer.creditAccount(),
                transfer.amount(),
                transfer.currency(),
                transfer.cause().name()));
    }
}
