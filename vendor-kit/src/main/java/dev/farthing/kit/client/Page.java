package dev.farthing.kit.client;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param cursor the {@code next} of the page before; null for the first
 * @param limit how many entries, 1 to {@link #MAX_LIMIT}
 */
public record Page(@Nullable String cursor, int limit) {
    /** The most entries of a page. */
    public static final int MAX_LIMIT = 200;

    /** The first fifty. */
    public static final Page FIRST = new Page(null, 50);

    /** Checks the range. */
    public Page {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("Give limit from 1 to " + MAX_LIMIT + ".");
        }
    }

    Query of(String path) {
        return new Query(path).with("cursor", cursor).with("limit", limit);
    }
}
