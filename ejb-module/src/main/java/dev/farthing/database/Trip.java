package dev.farthing.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * Statements that go to the database together, in their order, and are waited for once. Of several statements in one text, the driver
 * sends one after the other before it reads any answer (PostgreSQL, extended query protocol); after one that fails, the database
 * skips the rest.
 */
final class Trip {
    private record Leg(Write write, IntConsumer rows) {}

    private final List<Leg> legs = new ArrayList<>();

    void add(Write write, IntConsumer rows) {
        legs.add(new Leg(write, rows));
    }

    boolean isEmpty() {
        return legs.isEmpty();
    }

    /** Sends what was added since the last time, and tells each how many rows it has written. */
    void send(Handle sql) {
        List<Leg> sent = List.copyOf(legs);
        legs.clear();
        List<Integer> rows = execute(sql, sent);
        for (int i = 0; i < sent.size(); i++) {
            sent.get(i).rows().accept(rows.get(i));
        }
    }

    private static List<Integer> execute(Handle sql, List<Leg> legs) {
        try (Update all = Bound.together(
                sql, legs.stream().map(leg -> leg.write().statement()).toList())) {
            return all.execute((statement, context) -> rows(statement.get()));
        }
    }

    private static List<Integer> rows(Statement done) throws SQLException {
        List<Integer> rows = new ArrayList<>();
        for (int count = done.getUpdateCount(); count >= 0; count = done.getUpdateCount()) {
            rows.add(count);
            done.getMoreResults();
        }
        return rows;
    }

    /** Sends what reads, and lets each take what it has read. */
    static void send(Handle sql, List<Read<?>> reads) {
        try (Update all =
                Bound.together(sql, reads.stream().<Bound>map(Read::statement).toList())) {
            all.execute((statement, context) -> {
                Statement done = statement.get();
                for (Read<?> read : reads) {
                    try (ResultSet result = done.getResultSet()) {
                        read.take(result, context);
                    }
                    done.getMoreResults();
                }
                return reads.size();
            });
        }
    }
}
