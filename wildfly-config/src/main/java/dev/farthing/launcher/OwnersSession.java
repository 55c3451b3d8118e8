package dev.farthing.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** One connection of the schema's owner, for what takes long. Each statement is a transaction, but within {@link #snapshot}. */
final class OwnersSession implements AutoCloseable {
    /** How instants and dates are written in files, whatever the machine's settings; and an end for those whose program is gone. */
    private static final List<String> BEGIN = List.of(
            "set timezone = 'UTC'",
            "set datestyle = 'ISO'",
            "set intervalstyle = 'iso_8601'",
            "set statement_timeout = 0",
            "set idle_in_transaction_session_timeout = 0",
            "set application_name = 'farthing retention'",
            "set client_connection_check_interval = '2s'");

    /** Reads a row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What is read in one snapshot. */
    interface Reading<T> {
        T read() throws SQLException, IOException, Problem;
    }

    private final Connection connection;

    OwnersSession(Database owner) throws SQLException {
        this.connection = owner.connectForLong();
        for (String setting : BEGIN) {
            run(setting);
        }
    }

    int run(String statement, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement prepared = prepare(statement, parameters)) {
            prepared.execute();
            return Math.max(0, prepared.getUpdateCount());
        }
    }

    <T> List<T> list(Reader<T> reader, String query, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement prepared = prepare(query, parameters);
                ResultSet rows = prepared.executeQuery()) {
            List<T> list = new ArrayList<>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        }
    }

    <T> Optional<T> first(Reader<T> reader, String query, @Nullable Object... parameters) throws SQLException {
        return list(reader, query, parameters).stream().findFirst();
    }

    long number(String query, @Nullable Object... parameters) throws SQLException {
        return first(row -> row.getLong(1), query, parameters).orElseThrow();
    }

    boolean isTrue(String query, @Nullable Object... parameters) throws SQLException {
        return first(row -> row.getBoolean(1), query, parameters).orElseThrow();
    }

    String text(String query, @Nullable Object... parameters) throws SQLException {
        return first(row -> row.getString(1), query, parameters).orElseThrow();
    }

    /** Sends what a COPY statement gives; returns how many rows that were. */
    long copy(String statement, OutputStream out) throws SQLException, IOException {
        return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(statement, out);
    }

    /** Everything that is read in it is as of one moment. */
    <T> T snapshot(Reading<T> reading) throws SQLException, IOException, Problem {
        connection.setAutoCommit(false);
        try {
            run("set transaction isolation level repeatable read read only");
            return reading.read();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement prepare(String statement, @Nullable Object... parameters) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        for (int i = 0; i < parameters.length; i++) {
            prepared.setObject(i + 1, parameters[i]);
        }
        return prepared;
    }
}
