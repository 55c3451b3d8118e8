package dev.farthing.calendar;

import dev.farthing.database.SqlFailure;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The business days of a calendar, and the gate in front of them. Every booking enters the gate shared as the first
 * thing of its transaction; the cut-off takes it exclusively, so no booking can land in a day that is being closed.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class BusinessDays {
    /** The calendar seeded by the first migration. */
    public static final int MAIN_CALENDAR = 1;

    /** How far ahead of the clock days may be closed on purpose. */
    public static final int MOST_DAYS_AHEAD = 7;

    /** How long somebody waits to have the gate alone. Every booking that comes meanwhile waits as long. */
    private static final Duration ALONE_PATIENCE = Duration.ofSeconds(1);

    @Inject
    private CalendarStore store;

    @Inject
    private Clock clock;

    /**
     * Enters the gate until the transaction ends, and tells the open day.
     *
     * @throws DayRefused if the calendar has no open day
     */
    public LocalDate enter(int calendar) {
        return store.enter(calendar).orElseThrow(() -> noOpenDay(calendar));
    }

    /**
     * Enters the gate until the transaction ends, for bookings of settlement on a day that is being closed.
     *
     * @return false if the day is closed already, so that nothing may be booked on it any more
     * @throws DayRefused if the day is not past its cut-off
     */
    public boolean enterClosing(int calendar, LocalDate day) {
        store.enterGate(calendar);
        // A statement of its own: the gate's statement would read the day as it was before the wait.
        return isClosing(calendar, day);
    }

    /**
     * Whether a day is past its cut-off and not closed, without entering the gate: nothing is added to what was sold on it, but it
     * may be closed at any time.
     *
     * @throws DayRefused if the day is not past its cut-off
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public boolean isClosing(int calendar, LocalDate day) {
        DayState state = store.state(calendar, day).orElseThrow(() -> notADay(day));
        if (state == DayState.OPEN) {
            throw new DayRefused(day + " is the open day: cut it off first");
        }
        return state == DayState.CLOSING;
    }

    /**
     * Has the gate alone until the transaction ends: whatever was being booked is committed, and nothing is booked before
     * this transaction's end. Take it first, and keep the transaction short. Having it already changes nothing.
     *
     * @throws GateBusy if the bookings under way do not end within a second
     */
    public void enterAlone(int calendar) {
        try {
            store.takeGateWithin(calendar, ALONE_PATIENCE);
        } catch (RuntimeException e) {
            if (SqlFailure.isLockTimeout(e)) {
                throw new GateBusy(e);
            }
            throw e;
        }
    }

    /** The open day without entering the gate: for showing, never for booking. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Optional<LocalDate> openDay(int calendar) {
        return store.openDay(calendar);
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Optional<DayState> state(int calendar, LocalDate day) {
        return store.state(calendar, day);
    }

    /** Closed days before the one given, the newest first. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public List<LocalDate> closedDays(int calendar, LocalDate before, int limit) {
        return store.closedDays(calendar, before, limit);
    }

    /**
     * Cuts a day off: it turns from open to closing, and the next one opens. Cutting off a day that is past its
     * cut-off already changes nothing.
     *
     * @throws DayRefused if the day never was open, or the day before it is not closed
     * @throws GateBusy if the bookings under way do not end within a second
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void cutOff(int calendar, LocalDate day) {
        enterAlone(calendar);
        DayState state = store.state(calendar, day).orElseThrow(() -> notADay(day));
        if (state != DayState.OPEN) {
            return;
        }
        if (store.countBefore(calendar, day, DayState.CLOSING) > 0) {
            throw new DayRefused("A day before " + day + " is still closing: close it first");
        }
        store.markClosing(calendar, day, clock.instant());
        store.open(calendar, day.plusDays(1), clock.instant());
    }

    /**
     * Says whether a day may be closed at all: it must have begun by the clock of its calendar, unless it is closed ahead on
     * purpose.
     *
     * @param ahead true to allow days up to {@link #MOST_DAYS_AHEAD} after today, as for a holiday or a rehearsal
     * @throws DayRefused if it may not
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void requireClosable(int calendar, LocalDate day, boolean ahead) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone(calendar));
        LocalDate last = ahead ? today.plusDays(MOST_DAYS_AHEAD) : today;
        if (day.isAfter(last)) {
            throw new DayRefused(day + " lies after " + last + ": "
                    + (ahead
                            ? "days are closed at most " + MOST_DAYS_AHEAD + " ahead"
                            : "ask for it with ahead=true if you mean it"));
        }
    }

    /** @throws DayRefused if it is no business day, or one that has not begun */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void requireBegun(int calendar, LocalDate day) {
        if (store.state(calendar, day).isEmpty()) {
            throw notADay(day);
        }
    }

    /** The time zone of a calendar. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public ZoneId zone(int calendar) {
        return ZoneId.of(store.zone(calendar));
    }

    /**
     * Marks a closing day closed; part of the transaction that stores the day's closing balances.
     *
     * @return false if it was closed before
     * @throws DayRefused if the day is not past its cut-off
     */
    public boolean close(int calendar, LocalDate day) {
        store.takeGate(calendar);
        DayState state = store.state(calendar, day).orElseThrow(() -> notADay(day));
        if (state == DayState.OPEN) {
            throw new DayRefused(day + " is the open day: cut it off first");
        }
        if (state == DayState.CLOSED) {
            return false;
        }
        store.markClosed(calendar, day, clock.instant());
        return true;
    }

    private static DayRefused notADay(LocalDate day) {
        return new DayRefused(day + " is not a business day that has begun");
    }

    /** What whoever entered the gate by a statement of his own throws, if there was no open day. */
    public static DayRefused noOpenDay(int calendar) {
        return new DayRefused(
                "Calendar " + calendar + " has no open day: run ./farthing migrate, which opens the first");
    }
}
