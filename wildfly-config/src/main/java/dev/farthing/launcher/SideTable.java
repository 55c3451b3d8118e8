package dev.farthing.launcher;

import java.time.LocalDate;

/** A table that grows with the payments and is not divided by business date: its rows go by the UTC day of an instant. */
enum SideTable {
    /** Numbered, so that everybody could read them in the feeds, and sent to every queue. */
    OUTBOX("outbox", "created_at") {
        @Override
        String ready() {
            return "number is not null and number <= (select min(number) from relay_position)";
        }

        @Override
        boolean isFeed() {
            return true;
        }
    },
    SUBMISSION_AGAIN("submission_again", "seen_at"),
    CUSTOMER_NOTICE("customer_notice", "created_at"),
    /** Its purchases know for themselves that they were decided. */
    BULK("bulk", "received_at") {
        @Override
        String key() {
            return "vendor_id, bulk_id";
        }
    };

    private final String table;
    private final String instant;

    SideTable(String table, String instant) {
        this.table = table;
        this.instant = instant;
    }

    String table() {
        return table;
    }

    int days(RetentionPeriods periods) {
        return switch (this) {
            case OUTBOX -> periods.events();
            case SUBMISSION_AGAIN -> periods.seenAgain();
            case CUSTOMER_NOTICE -> periods.notices();
            case BULK -> periods.days();
        };
    }

    /** The columns that tell a row from all others. */
    String key() {
        return "id";
    }

    /** What must hold of a row before it may go. */
    String ready() {
        return "true";
    }

    /** Whether the numbers of what goes must be told to those who read. */
    boolean isFeed() {
        return false;
    }

    /** A query for the days that have rows, of those before the one given, the oldest first. */
    String daysBefore(LocalDate first) {
        return "select distinct (" + instant + " at time zone 'UTC')::date as day from " + table + " where " + instant
                + " < '" + first + "T00:00:00Z'::timestamptz order by 1";
    }

    String of(LocalDate day) {
        return instant + " >= '" + day + "T00:00:00Z'::timestamptz and " + instant + " < '" + day.plusDays(1)
                + "T00:00:00Z'::timestamptz";
    }

    ArchivePart part(LocalDate day) {
        return ArchivePart.ofRows(table, day, of(day), key());
    }
}
