package dev.farthing.keys;

import jakarta.ejb.ApplicationException;

/** A step in a key's life was refused; the message says why and what to do. Nothing was changed. */
@ApplicationException(rollback = true)
public class KeyRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, in order of precedence. */
    public enum Kind {
        /** The caller has no such key. */
        NOT_FOUND,
        /** The offer is not accepted, for whatever reason: one text for all. */
        OFFER,
        /** More offers than anybody needs. */
        TOO_MANY,
        /** The key's state does not allow the step. */
        WRONG_STATE,
        /** The key was not published long enough. */
        TOO_SOON,
        /** The request is not in form. */
        NOT_POSSIBLE
    }

    private final Kind kind;

    KeyRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    static KeyRefused unknown(String kid) {
        return new KeyRefused(Kind.NOT_FOUND, "There is no key " + kid + " here");
    }

    static KeyRefused offer() {
        return new KeyRefused(
                Kind.OFFER,
                "The offered key was not accepted: offer a new key, not older than five minutes, a signing key signed by"
                        + " itself and an encryption key by the active signing key");
    }

    public Kind kind() {
        return kind;
    }
}
