package dev.farthing.micropayment;

import jakarta.ejb.ApplicationException;

/** A catalogue, consent or top-up request that cannot be; the message says why and what to do. Nothing was changed. */
@ApplicationException(rollback = true)
public class MicropaymentRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which kind of refusal, for the status of an answer. */
    public enum Kind {
        NOT_FOUND,
        NOT_POSSIBLE,
        CONFLICT
    }

    private final Kind kind;

    MicropaymentRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
