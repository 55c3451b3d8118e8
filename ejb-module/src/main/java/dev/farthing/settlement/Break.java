package dev.farthing.settlement;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A finding, open until somebody resolves it.
 *
 * @param foundOn the business day whose night found it, {@code seenOn} the last one that did
 */
public record Break(
        long id,
        Finding finding,
        LocalDate foundOn,
        LocalDate seenOn,
        Instant foundAt,
        State state,
        @Nullable String resolution,
        @Nullable String resolvedBy,
        @Nullable Instant resolvedAt) {
    /** Whether it still stops what it touches. */
    public enum State {
        OPEN,
        RESOLVED
    }
}
