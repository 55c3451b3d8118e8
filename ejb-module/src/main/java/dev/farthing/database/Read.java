package dev.farthing.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * A statement that reads, with what its parameters ({@code :name}) stand for: kept until it is sent ({@link Database#readInOneTrip}),
 * and then what it has read.
 */
public final class Read<T> {
    private final Bound statement;
    private final RowMapper<T> row;
    private @Nullable List<T> rows;

    public Read(String text, RowMapper<T> row) {
        this.statement = new Bound(text);
        this.row = row;
    }

    public Read<T> bind(String name, Object value) {
        statement.bind(name, value);
        return this;
    }

    /** What was read. */
    public List<T> rows() {
        if (rows == null) {
            throw new IllegalStateException("It is read once it is sent");
        }
        return rows;
    }

    Bound statement() {
        return statement;
    }

    void take(ResultSet result, StatementContext context) throws SQLException {
        List<T> taken = new ArrayList<>();
        while (result.next()) {
            taken.add(row.map(result, context));
        }
        rows = taken;
    }
}
