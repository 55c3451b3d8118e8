package dev.farthing.kit.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path, and its query as it will stand in the request line. */
final class Query {
    private final StringBuilder text;
    private boolean first = true;

    Query(String path) {
        text = new StringBuilder(path);
    }

    /** One segment of a path, for a value that may hold anything. */
    static String segment(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Adds a parameter; null is left out. */
    Query with(String name, @Nullable Object value) {
        if (value != null) {
            text.append(first ? '?' : '&').append(name).append('=').append(segment(value.toString()));
            first = false;
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
