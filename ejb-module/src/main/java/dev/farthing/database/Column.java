package dev.farthing.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.UUID;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * One array parameter, such as a column of {@code unnest}, that says itself what it is in SQL: nobody has to find it out from the
 * types of Java, for every column of every batch.
 */
public final class Column implements Argument {
    private final String type;
    private final Collection<? extends @Nullable Object> values;

    private Column(String type, Collection<? extends @Nullable Object> values) {
        this.type = type;
        this.values = values;
    }

    public static Column longs(Collection<? extends @Nullable Long> values) {
        return new Column("bigint", values);
    }

    public static Column integers(Collection<? extends @Nullable Integer> values) {
        return new Column("integer", values);
    }

    public static Column booleans(Collection<? extends @Nullable Boolean> values) {
        return new Column("boolean", values);
    }

    public static Column texts(Collection<? extends @Nullable String> values) {
        return new Column("text", values);
    }

    public static Column uuids(Collection<? extends @Nullable UUID> values) {
        return new Column("uuid", values);
    }

    @Override
    public void apply(int position, PreparedStatement statement, StatementContext context) throws SQLException {
        statement.setArray(position, statement.getConnection().createArrayOf(type, values.toArray()));
    }
}
