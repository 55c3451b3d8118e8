package dev.farthing.database;

import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** A statement that writes, with what its parameters ({@code :name}) stand for: kept until it is sent. */
public final class Write {
    private final String text;
    private final Map<String, Object> bound = new HashMap<>();

    public Write(String text) {
        this.text = text;
    }

    public Write bind(String name, Object value) {
        bound.put(name, value);
        return this;
    }

    /** The text with its parameters by place, and their names in that order. */
    ParsedSql parsed(Handle sql) {
        return sql.getConfig(SqlStatements.class)
                .getSqlParser()
                .parse(text, sql.createUpdate(text).getContext());
    }

    void bind(String name, int place, Update update) {
        @Nullable Object value = bound.get(name);
        if (value == null) {
            throw new IllegalStateException("Nothing is bound to :" + name);
        }
        if (value instanceof Column column) {
            update.bind(place, column);
        } else {
            update.bind(place, value);
        }
    }
}
