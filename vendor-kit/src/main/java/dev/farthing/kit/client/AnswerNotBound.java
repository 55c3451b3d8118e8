package dev.farthing.kit.client;

/**
 * An answer came that is not this server's answer to this very message. Do not grant anything for it; the payment's outcome
 * is as unknown as if nothing had come, and somebody may be meddling with the connection.
 */
public final class AnswerNotBound extends ClientFailure {
    private static final long serialVersionUID = 1;

    AnswerNotBound(String what) {
        super("The answer is not bound to the request: " + what + ". Grant nothing for it, and ask again over TLS.");
    }
}
