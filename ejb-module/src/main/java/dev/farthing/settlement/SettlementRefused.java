package dev.farthing.settlement;

import jakarta.ejb.ApplicationException;

/** Settlement was asked for what cannot be; the message says why and what to do. Nothing was changed. */
@ApplicationException(rollback = true)
public class SettlementRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which kind of refusal, for the status of an answer. */
    public enum Kind {
        NOT_FOUND,
        /** Described in a way that cannot be stored. */
        NOT_POSSIBLE
    }

    private final Kind kind;

    SettlementRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static SettlementRefused notFound(String message) {
        return new SettlementRefused(Kind.NOT_FOUND, message);
    }

    static SettlementRefused notPossible(String message) {
        return new SettlementRefused(Kind.NOT_POSSIBLE, message);
    }
}
