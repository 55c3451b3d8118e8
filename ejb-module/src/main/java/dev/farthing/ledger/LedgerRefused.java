package dev.farthing.ledger;

import jakarta.ejb.ApplicationException;

/** The ledger was asked for what cannot be: the message says why and what to do. Nothing was changed. */
@ApplicationException(rollback = true)
public class LedgerRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which kind of refusal, for the status of an answer. */
    public enum Kind {
        NOT_FOUND,
        NOT_POSSIBLE
    }

    private final Kind kind;

    LedgerRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
