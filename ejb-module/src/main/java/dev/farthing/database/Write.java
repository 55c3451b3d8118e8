package dev.farthing.database;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** A statement that writes, with what its parameters ({@code :name}) stand for: kept until it is sent. */
public final class Write {
    /** What one parameter stands for. */
    private interface Bound {
        void at(int place, Update update);
    }

    private final String text;
    private final Map<String, Bound> bound = new HashMap<>();

    public Write(String text) {
        this.text = text;
    }

    public Write bind(String name, Object value) {
        bound.put(name, (place, update) -> update.bind(place, value));
        return this;
    }

    /** Binds an array, such as a column of {@code unnest}. */
    public <T extends @Nullable Object> Write bindArray(String name, Class<?> type, List<T> values) {
        bound.put(name, (place, update) -> update.bindArray(place, type, values));
        return this;
    }

    /** The text with its parameters by place, and their names in that order. */
    ParsedSql parsed(Handle sql) {
        return sql.getConfig(SqlStatements.class)
                .getSqlParser()
                .parse(text, sql.createUpdate(text).getContext());
    }

    void bind(String name, int place, Update update) {
        Bound value = bound.get(name);
        if (value == null) {
            throw new IllegalStateException("Nothing is bound to :" + name);
        }
        value.at(place, update);
    }
}
