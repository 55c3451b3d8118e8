package dev.farthing.runs;

import jakarta.ejb.ApplicationException;

/** A run cannot be begun, stopped or shown; the message says why and what to do. Nothing was changed. */
@ApplicationException(rollback = true)
public class RunRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which kind of refusal, for the status of an answer. */
    public enum Kind {
        NOT_FOUND,
        /** Another run of the same job is under way. */
        BUSY,
        /** The run is over, or is not. */
        WRONG_STATE
    }

    private final Kind kind;

    RunRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
