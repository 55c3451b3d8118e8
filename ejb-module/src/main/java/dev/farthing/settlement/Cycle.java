package dev.farthing.settlement;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** How often a party is settled with: a cycle ends on a business day, and the next one begins on the day after. */
public enum Cycle {
    DAILY,
    /** To Sunday, as weeks of ISO 8601. */
    WEEKLY,
    /** To the last day of a month. */
    MONTHLY;

    boolean endsOn(LocalDate day) {
        return switch (this) {
            case DAILY -> true;
            case WEEKLY -> day.getDayOfWeek() == DayOfWeek.SUNDAY;
            case MONTHLY -> day.equals(day.with(TemporalAdjusters.lastDayOfMonth()));
        };
    }
}
