package dev.farthing.kit.envelope;

import java.time.Instant;

/**
 * What a reader expects of a message.
 *
 * @param audience who reads it: must be exactly the message's {@code aud}
 * @param now the reader's time
 */
public record Expectation(String audience, Instant now) {}
