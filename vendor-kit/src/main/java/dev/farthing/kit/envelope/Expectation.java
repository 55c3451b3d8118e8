package dev.farthing.kit.envelope;

import java.time.Instant;

/**
 * What a reader expects of a message.
 *
 * @param audience who reads it: must be exactly the message's {@code aud}
 * @param now the reader's time
 * @param maxChars of a sealed message; signed statements have limits of their own
 */
public record Expectation(String audience, Instant now, int maxChars) {
    /** Of a message of one request or answer. */
    public Expectation(String audience, Instant now) {
        this(audience, now, SealedEnvelope.MAX_MESSAGE_CHARS);
    }
}
