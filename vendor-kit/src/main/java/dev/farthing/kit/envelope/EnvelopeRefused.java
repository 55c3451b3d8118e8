package dev.farthing.kit.envelope;

/**
 * A message that is not accepted. To the outside there is one refusal with one text: the difference between two refusals is
 * what an attacker learns from.
 */
public final class EnvelopeRefused extends Exception {
    /** The one text. */
    public static final String MESSAGE = "The message was not accepted.";

    private static final long serialVersionUID = 1;

    /** Why, in order of precedence; for the reader's own log only. */
    public enum Reason {
        /** More than the limit of characters. */
        TOO_LONG,
        /** Not five (or three) parts of canonical base64url, or a part of impossible length. */
        NOT_COMPACT,
        /** The header is not one JSON object of exactly the members and values that are allowed. */
        HEADER,
        /** No such key of the reader. */
        UNKNOWN_RECIPIENT_KEY,
        /** The header's algorithm or curve is not the one in the key's record. */
        ALGORITHM,
        /** The ephemeral key is not a point of its curve. */
        EPHEMERAL_KEY,
        /** Decryption failed. */
        DECRYPTION,
        /** No such key of a sender. */
        UNKNOWN_SIGNING_KEY,
        /** The signature is wrong. */
        SIGNATURE,
        /** The claims are not one JSON object with the claims that every message has. */
        CLAIMS,
        /** The issuer is not the owner of the key. */
        ISSUER,
        /** Meant for somebody else. */
        AUDIENCE,
        /** Lives longer than a message may, or ends before it starts. */
        LIFETIME,
        /** Issued in the future. */
        NOT_YET_VALID,
        /** Out of date. */
        EXPIRED
    }

    private final Reason reason;

    EnvelopeRefused(Reason reason) {
        // Without a stack trace: it would cost each refusal a time that depends on where it happened.
        super(MESSAGE, null, false, false);
        this.reason = reason;
    }

    /** Why; for the reader's own log, never for the sender. */
    public Reason reason() {
        return reason;
    }
}
