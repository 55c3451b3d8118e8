package dev.farthing.launcher;

import dev.farthing.launcher.ArchivedPart.State;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes what is older than the retention out of the database, day by day: proved, written to files, read back, and only then
 * detached. Killed anywhere and started again it ends the same; two at once are one after the other.
 */
final class Retention {
    private static final int LOCK_WAIT_SECONDS = 60;

    /** Business days through the one given of which something is left to do; with the second parameter, also to be dropped. */
    private static final String DAYS = """
            select b.day
              from business_day b
             where b.calendar_id = 1 and b.state = 'CLOSED' and b.day <= ?
               and exists (select 1
                             from dated_table t
                             left join archived_day a on a.table_name = t.name and a.day = b.day
                            cross join lateral (
                                  select to_regclass(quote_ident(t.name || '_' || to_char(b.day, 'YYYYMMDD'))) is not null as there) p
                            where (a.day is null and p.there) or a.state in ('EXPORTED', 'VERIFIED')
                               or (a.state = 'DETACHED' and (? or not p.there)))
             order by b.day
            """;

    /** @param through the last day, or null for all that are old enough */
    record Order(@Nullable LocalDate through, boolean dryRun, boolean drop, boolean check) {}

    private final Database owner;
    private final RetentionPeriods periods;
    private final Clock clock;
    private final Progress progress;

    Retention(Database owner, RetentionPeriods periods, Clock clock, Progress progress) {
        this.owner = owner;
        this.periods = periods;
        this.clock = clock;
        this.progress = progress;
    }

    RetentionOutcome carryOut(Order order) throws IOException, InterruptedException, Problem {
        try (OwnersSession sql = new OwnersSession(owner)) {
            if (!sql.isTrue("select to_regclass('archived_day') is not null")) {
                throw new Problem("The schema is older than this build: run ./farthing migrate first.");
            }
            waitForTheOther(sql);
            return new Work(sql, order).run();
        } catch (SQLException failure) {
            throw owner.problem(failure);
        }
    }

    /** Held by this connection, however it ends; a run that was killed lets go of it within seconds. */
    private void waitForTheOther(OwnersSession sql) throws SQLException, InterruptedException, Problem {
        for (int waited = 0; waited <= LOCK_WAIT_SECONDS; waited++) {
            if (sql.isTrue("select pg_try_advisory_lock(2, 2)")) {
                return;
            }
            if (waited == 0) {
                progress.say("Waiting: another ./farthing retention is at work on this database");
            }
            Thread.sleep(1000);
        }
        throw new Problem("Another ./farthing retention is at work on this database: let it finish.");
    }

    /** One run, with its connection. */
    private final class Work {
        private final OwnersSession sql;
        private final Order order;
        private final ArchiveFiles files;
        private final ArchiveBook book;
        private final Archiving archiving;
        private final Detaching detaching;
        private final RetentionOutcome outcome;

        Work(OwnersSession sql, Order order) {
            this.sql = sql;
            this.order = order;
            this.files = new ArchiveFiles(periods.archive());
            this.book = new ArchiveBook(sql, clock);
            this.archiving = new Archiving(sql, files, book);
            this.detaching = new Detaching(sql, progress);
            this.outcome = new RetentionOutcome(order.dryRun());
        }

        RetentionOutcome run() throws SQLException, IOException, InterruptedException, Problem {
            if (order.check()) {
                checkFiles();
                return outcome;
            }
            if (!order.dryRun()) {
                files.prepare();
                detaching.finishBegun();
            }
            for (LocalDate day : sql.list(row -> row.getObject(1, LocalDate.class), DAYS, lastDay(), order.drop())) {
                archiveOrKeep(day);
            }
            new SideTables(sql, book, archiving, periods, outcome)
                    .tidy(LocalDate.now(clock.withZone(ZoneOffset.UTC)), order.dryRun());
            return outcome;
        }

        private void checkFiles() throws SQLException, Problem {
            List<ArchivedPart> all = book.all();
            for (ArchivedPart part : all) {
                archiving.check(part);
            }
            outcome.checked(all.size());
        }

        /** Counted from the open day, not from the machine's clock: a bank whose calendar stands still loses nothing. */
        private LocalDate lastDay() throws SQLException {
            LocalDate old = sql.first(
                            row -> row.getObject(1, LocalDate.class),
                            "select min(day) from business_day where calendar_id = 1 and state <> 'CLOSED'")
                    .orElseThrow()
                    .minusDays(periods.days() + 1L);
            LocalDate through = order.through();
            return through == null || through.isAfter(old) ? old : through;
        }

        private void archiveOrKeep(LocalDate day) throws SQLException, IOException, InterruptedException, Problem {
            Optional<String> reason = begun(day) ? Optional.empty() : DayReasons.toKeep(sql, day);
            if (reason.isPresent()) {
                outcome.kept("business day", day, reason.get());
                return;
            }
            outcome.day(day);
            if (order.dryRun()) {
                return;
            }
            List<String> tables = tables(day);
            verify(day, tables);
            for (String table : tables) {
                takeOut(table, day);
            }
        }

        /** Whether everything of the day was in its files and read back before: then nothing may keep it any more. */
        private boolean begun(LocalDate day) throws SQLException {
            for (String table : tables(day)) {
                if (book.find(table, day)
                        .filter(part -> part.state() != State.EXPORTED)
                        .isEmpty()) {
                    return false;
                }
            }
            return true;
        }

        /** All tables of the day are in their files before the first is detached. */
        private void verify(LocalDate day, List<String> tables) throws SQLException, IOException, Problem {
            DayProof proof = begun(day) ? null : DayProof.of(sql, day);
            for (String table : tables) {
                progress.say("Day " + day + ": " + table);
                ArchivedPart before = book.find(table, day).orElse(null);
                ArchivePart part = ArchivePart.ofPartition(table, day);
                ArchivedPart now = archiving.archive(part, proof);
                boolean verifiedByAnotherRun = before != null && before.state() == State.VERIFIED;
                if (verifiedByAnotherRun && detaching.isThere(table, day)) {
                    archiving.verify(part, now);
                }
            }
        }

        private void takeOut(String table, LocalDate day)
                throws SQLException, IOException, InterruptedException, Problem {
            ArchivedPart part = book.find(table, day).orElseThrow();
            if (part.state() == State.VERIFIED) {
                detaching.detach(table, day);
                book.mark(table, day, State.DETACHED);
            }
            if (order.drop() && part.state() != State.DROPPED) {
                drop(table, day, part);
            }
            outcome.archived(book.find(table, day).orElseThrow());
        }

        private void drop(String table, LocalDate day, ArchivedPart part)
                throws SQLException, IOException, InterruptedException, Problem {
            if (detaching.isThere(table, day)) {
                archiving.verify(ArchivePart.ofPartition(table, day), part);
                detaching.drop(table, day);
            } else {
                archiving.check(part);
            }
            book.mark(table, day, State.DROPPED);
        }

        /** Those that have the day: a table that came later has no partitions of days that were closed before. */
        private List<String> tables(LocalDate day) throws SQLException {
            List<String> tables = new ArrayList<>();
            for (String table : sql.list(row -> row.getString(1), "select name from dated_table order by name")) {
                if (detaching.isThere(table, day) || book.find(table, day).isPresent()) {
                    tables.add(table);
                }
            }
            return tables;
        }
    }
}
