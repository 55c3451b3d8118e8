package dev.farthing.kit.token;

/** A statement that must not be believed. Unlike a sealed message it holds no secret, so the reason may be told. */
public final class TokenRefused extends Exception {
    private static final long serialVersionUID = 1;

    /** Why, in order of precedence. */
    public enum Reason {
        /** Too long, not a compact JWS of this type, or not signed by a key of the server. */
        NOT_AUTHENTIC,
        /** A claim is missing, unknown, of another type or out of range. */
        CLAIMS,
        /** The issuer is not the owner of the key. */
        ISSUER,
        /** Meant for somebody else. */
        AUDIENCE,
        /** About something else than what was asked for. */
        SUBJECT,
        /** Issued in the future. */
        NOT_YET_VALID,
        /** Out of date. */
        EXPIRED
    }

    private final Reason reason;

    TokenRefused(Reason reason) {
        super("The statement was not accepted: " + reason, null, false, false);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
