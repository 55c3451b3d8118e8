package dev.farthing.launcher;

import dev.farthing.launcher.ArchivedPart.State;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;

/** Exports and then deletes what the tables beside the payments have of days long past, a bounded number of rows at a time. */
final class SideTables {
    private static final int PAGES_A_BATCH = 500;

    /** Read before the first event goes, so that whoever asks for it is told, and does not read past it. */
    private static final String MOVE_BEGIN_OF_FEEDS = """
            update event_feed f set gone = greatest(f.gone, x.number)
              from (select 0::bigint as feed, max(number) as number from outbox where DAY
                    union all
                    select vendor_id, max(vendor_number) from outbox where DAY and vendor_id is not null group by vendor_id) x
             where f.feed = x.feed and x.number > f.gone
            """;

    private final OwnersSession sql;
    private final ArchiveBook book;
    private final Archiving archiving;
    private final RetentionPeriods periods;
    private final RetentionOutcome outcome;

    SideTables(
            OwnersSession sql,
            ArchiveBook book,
            Archiving archiving,
            RetentionPeriods periods,
            RetentionOutcome outcome) {
        this.sql = sql;
        this.book = book;
        this.archiving = archiving;
        this.periods = periods;
        this.outcome = outcome;
    }

    /** @param today in UTC; periods are counted back from it */
    void tidy(LocalDate today, boolean dryRun) throws SQLException, IOException, Problem {
        for (SideTable table : SideTable.values()) {
            LocalDate first = today.minusDays(table.days(periods));
            for (LocalDate day : sql.list(row -> row.getObject("day", LocalDate.class), table.daysBefore(first))) {
                Optional<String> reason = toKeep(table, day);
                if (reason.isPresent()) {
                    outcome.kept(table.table(), day, reason.get());
                } else if (dryRun) {
                    outcome.deleted(table.table(), count(table, day));
                } else {
                    archive(table, day);
                }
            }
        }
    }

    private Optional<String> toKeep(SideTable table, LocalDate day) throws SQLException {
        if (sql.isTrue("select exists (select 1 from " + table.table() + " where " + table.of(day) + " and not ("
                + table.ready() + "))")) {
            return Optional.of("some of its rows are still waited for");
        }
        boolean later = book.find(table.table(), day)
                .filter(part -> part.state() == State.DROPPED)
                .isPresent();
        return later ? Optional.of("these rows came after the day was archived") : Optional.empty();
    }

    private void archive(SideTable table, LocalDate day) throws SQLException, IOException, Problem {
        ArchivedPart part = archiving.archive(table.part(day), null);
        // Also when an earlier run was cut short in the middle: then the table has less than the file, which must be
        // whole.
        archiving.check(part);
        if (table.isFeed()) {
            sql.run(MOVE_BEGIN_OF_FEEDS.replace("DAY", table.of(day)));
        }
        outcome.deleted(table.table(), delete(table, day));
        book.mark(table.table(), day, State.DROPPED);
        outcome.archived(book.find(table.table(), day).orElseThrow());
    }

    /** Page by page of the table as it was when it began: no index is needed for it, and what comes meanwhile is of later days. */
    private long delete(SideTable table, LocalDate day) throws SQLException {
        long pages = sql.number(
                "select pg_relation_size('" + table.table() + "') / current_setting('block_size')::integer + 1");
        long deleted = 0;
        for (long page = 0; page < pages; page += PAGES_A_BATCH) {
            deleted += sql.run("delete from " + table.table() + " where ctid >= '(" + page + ",0)'::tid and ctid < '("
                    + (page + PAGES_A_BATCH) + ",0)'::tid and " + table.of(day));
        }
        return deleted;
    }

    private long count(SideTable table, LocalDate day) throws SQLException {
        return sql.number("select count(*) from " + table.table() + " where " + table.of(day));
    }
}
