package dev.farthing.database;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.ParsedSql;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The text of a statement, with what its parameters ({@code :name}) stand for. */
final class Bound {
    private final String text;
    private final Map<String, Object> values = new HashMap<>();

    Bound(String text) {
        this.text = text;
    }

    void bind(String name, Object value) {
        values.put(name, value);
    }

    /** All of them as one text, with their parameters by place. */
    static Update together(Handle sql, List<Bound> statements) {
        List<ParsedSql> parsed =
                statements.stream().map(statement -> statement.parsed(sql)).toList();
        Update all = sql.createUpdate(parsed.stream().map(ParsedSql::getSql).collect(Collectors.joining(";\n")));
        int place = 0;
        for (int i = 0; i < parsed.size(); i++) {
            for (String name : parsed.get(i).getParameters().getParameterNames()) {
                statements.get(i).bind(name, place++, all);
            }
        }
        return all;
    }

    /** The text with its parameters by place, and their names in that order. */
    private ParsedSql parsed(Handle sql) {
        return sql.getConfig(SqlStatements.class)
                .getSqlParser()
                .parse(text, sql.createUpdate(text).getContext());
    }

    private void bind(String name, int place, Update update) {
        @Nullable Object value = values.get(name);
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
