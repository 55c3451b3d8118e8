package dev.farthing.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * What a write was answered with.
 *
 * @param status of HTTP, a success
 * @param body JSON, or null for none
 */
public record Answer(int status, @Nullable String body) {
    /** A first answer, or one given before. */
    public record Given(Answer answer, boolean replayed) {}
}
