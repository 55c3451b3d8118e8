package dev.farthing.it.system;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every row that a request could have left or changed, as one line a table: equal before and after means that nothing was
 * touched. Left out is what the server works at by itself at any time.
 */
final class Snapshot {
    /** Folding moves rows from one to the other of the first two; proofs are remembered as they should be; jobs keep records. */
    private static final Set<String> AT_WORK = Set.of(
            "delta",
            "account_day",
            "proof_seen",
            "job_instance",
            "job_execution",
            "step_execution",
            "partition_execution");

    private Snapshot() {}

    /** By table: how many rows, and the sum of their hashes. */
    static Map<String, String> of(FarthingServer server) throws SQLException, InterruptedException {
        Books.awaitDrained(server);
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            List<String> counts = new ArrayList<>();
            for (String table : tables(statement)) {
                counts.add(
                        "select '" + table + "', count(*) || ' rows ' || coalesce(sum(hashtextextended(t::text, 0)), 0)"
                                + " from " + table + " t");
            }
            return read(statement, String.join(" union all ", counts));
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>(read(
                        statement,
                        "select relname, '' from pg_class where relnamespace = 'farthing'::regnamespace"
                                + " and relkind in ('r', 'p') and not relispartition")
                .keySet());
        tables.removeAll(AT_WORK);
        return tables;
    }

    private static Map<String, String> read(Statement statement, String query) throws SQLException {
        Map<String, String> lines = new TreeMap<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                lines.put(rows.getString(1), rows.getString(2));
            }
        }
        return lines;
    }
}
