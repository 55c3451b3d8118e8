package dev.farthing.calendar;

import dev.farthing.database.Database;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The calendar's tables, and its advisory lock: class 1, object = calendar. */
@Dependent
class CalendarStore {
    @Inject
    private Database database;

    /** Enters the gate, and tells the open day as it is once it is entered. */
    Optional<LocalDate> enter(int calendar) {
        return database.read(sql -> sql.select("select enter_gate(?)", calendar)
                .mapTo(LocalDate.class)
                .findOne());
    }

    void enterGate(int calendar) {
        database.write(sql -> sql.execute("select pg_advisory_xact_lock_shared(1, ?)", calendar));
    }

    void takeGate(int calendar) {
        database.write(sql -> sql.execute("select pg_advisory_xact_lock(1, ?)", calendar));
    }

    /** As {@link #takeGate}, waiting no longer than that; nor does the transaction wait longer for anything behind it. */
    void takeGateWithin(int calendar, Duration patience) {
        database.write(sql -> {
            sql.execute("select set_config('lock_timeout', ?, true)", patience.toMillis() + "ms");
            sql.execute("select pg_advisory_xact_lock(1, ?)", calendar);
        });
    }

    Optional<LocalDate> openDay(int calendar) {
        return database.read(
                sql -> sql.select("select day from business_day where calendar_id = ? and state = 'OPEN'", calendar)
                        .mapTo(LocalDate.class)
                        .findOne());
    }

    Optional<DayState> state(int calendar, LocalDate day) {
        return database.read(
                sql -> sql.select("select state from business_day where calendar_id = ? and day = ?", calendar, day)
                        .mapTo(DayState.class)
                        .findOne());
    }

    List<LocalDate> closedDays(int calendar, LocalDate before, int limit) {
        return database.read(sql ->
                sql.select("""
                        select day from business_day
                         where calendar_id = ? and state = 'CLOSED' and day < ?
                         order by day desc
                         limit ?
                        """, calendar, before, limit).mapTo(LocalDate.class).list());
    }

    String zone(int calendar) {
        return database.read(sql -> sql.select("select zone from calendar where id = ?", calendar)
                .mapTo(String.class)
                .one());
    }

    int countBefore(int calendar, LocalDate day, DayState state) {
        return database.read(sql -> sql.select(
                        "select count(*) from business_day where calendar_id = ? and day < ? and state = ?",
                        calendar,
                        day,
                        state.name())
                .mapTo(Integer.class)
                .one());
    }

    void open(int calendar, LocalDate day, Instant at) {
        database.write(sql -> sql.execute(
                "insert into business_day (calendar_id, day, state, opened_at) values (?, ?, 'OPEN', ?)",
                calendar,
                day,
                at));
    }

    void markClosing(int calendar, LocalDate day, Instant at) {
        database.write(sql -> sql.execute(
                "update business_day set state = 'CLOSING', cut_off_at = ? where calendar_id = ? and day = ?",
                at,
                calendar,
                day));
    }

    void markClosed(int calendar, LocalDate day, Instant at) {
        database.write(sql -> sql.execute(
                "update business_day set state = 'CLOSED', closed_at = ? where calendar_id = ? and day = ?",
                at,
                calendar,
                day));
    }
}
