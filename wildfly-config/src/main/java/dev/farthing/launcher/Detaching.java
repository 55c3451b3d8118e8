package dev.farthing.launcher;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Takes partitions out of their tables while others book. Detaching concurrently never keeps a booking waiting; it waits itself, for
 * every transaction that may still see the partition, so it tries for a short time, again and again. Where it was cut short, the
 * partition is out of sight already, and it is finished.
 */
final class Detaching {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String LOCK_LIMIT = "2s";
    private static final int MOST_TRIES = 120;
    private static final int PAUSE_MILLIS = 1000;
    private static final int TRIES_BETWEEN_WORDS = 10;

    private record Pending(String table, String partition) {}

    /** Tries once. */
    private interface Attempt {
        boolean isDone() throws SQLException;
    }

    private final OwnersSession sql;
    private final Progress progress;

    Detaching(OwnersSession sql, Progress progress) {
        this.sql = sql;
        this.progress = progress;
    }

    /** Finishes what an earlier run has begun: as long as one is pending, no other partition of the table can be detached. */
    void finishBegun() throws SQLException, InterruptedException, Problem {
        List<Pending> pending = sql.list(row -> new Pending(row.getString("name"), row.getString("part")), """
                select t.name, i.inhrelid::regclass::text as part
                  from dated_table t join pg_inherits i on i.inhparent = to_regclass(t.name)
                 where i.inhdetachpending
                """);
        for (Pending one : pending) {
            detach(one.table(), one.partition());
        }
    }

    void detach(String table, LocalDate day) throws SQLException, InterruptedException, Problem {
        detach(table, ArchivePart.partition(table, day));
    }

    boolean isThere(String table, LocalDate day) throws SQLException {
        return sql.isTrue("select to_regclass(?) is not null", ArchivePart.partition(table, day));
    }

    void drop(String table, LocalDate day) throws SQLException, InterruptedException, Problem {
        String partition = ArchivePart.partition(table, day);
        patiently(partition, () -> isDone("drop table if exists " + partition));
    }

    private void detach(String table, String partition) throws SQLException, InterruptedException, Problem {
        patiently(partition, () -> {
            Optional<Boolean> pending = pending(table, partition);
            return pending.isEmpty()
                    || isDone("alter table " + table + " detach partition " + partition
                            + (pending.get() ? " finalize" : " concurrently"));
        });
    }

    /** Whether it is on its way out; nothing if it is out. */
    private Optional<Boolean> pending(String table, String partition) throws SQLException {
        return sql.first(
                row -> row.getBoolean(1),
                "select inhdetachpending from pg_inherits where inhparent = to_regclass(?) and inhrelid = to_regclass(?)",
                table,
                partition);
    }

    private void patiently(String partition, Attempt attempt) throws SQLException, InterruptedException, Problem {
        sql.run("set lock_timeout = '" + LOCK_LIMIT + "'");
        try {
            for (int tries = 0; tries < MOST_TRIES; tries++) {
                if (attempt.isDone()) {
                    return;
                }
                if (tries % TRIES_BETWEEN_WORDS == 0) {
                    progress.say("Waiting for transactions that still look at " + partition);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } finally {
            sql.run("set lock_timeout = 0");
        }
        throw new Problem("After " + MOST_TRIES + " tries a transaction still looks at " + partition
                + ": find it in pg_stat_activity, end it, and start again.");
    }

    /** False if a lock could not be had in time: what was done up to there stays, and the next attempt goes on from it. */
    private boolean isDone(String statement) throws SQLException {
        try {
            sql.run(statement);
            return true;
        } catch (SQLException failure) {
            if (LOCK_NOT_AVAILABLE.equals(failure.getSQLState())) {
                return false;
            }
            throw failure;
        }
    }
}
