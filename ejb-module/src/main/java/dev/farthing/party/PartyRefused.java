package dev.farthing.party;

import jakarta.ejb.ApplicationException;

/** A party was asked for what cannot be; the message says why and what to do. Nothing was changed. */
@ApplicationException(rollback = true)
public class PartyRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which kind of refusal, for the status of an answer. */
    public enum Kind {
        /** There is no such party. */
        NOT_FOUND,
        /** Described in a way that cannot be stored. */
        NOT_POSSIBLE,
        /** The party's status does not allow it. */
        WRONG_STATUS,
        /** Something is left that must be gone before the relationship ends. */
        NOT_DRAINED
    }

    private final Kind kind;

    PartyRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** A relationship that cannot end yet; the message lists what is left. */
    public static PartyRefused notDrained(String message) {
        return new PartyRefused(Kind.NOT_DRAINED, message);
    }

    /** Something that the party's status does not allow. */
    public static PartyRefused wrongStatus(String message) {
        return new PartyRefused(Kind.WRONG_STATUS, message);
    }

    static PartyRefused notPossible(String message) {
        return new PartyRefused(Kind.NOT_POSSIBLE, message);
    }

    static PartyRefused notFound(String message) {
        return new PartyRefused(Kind.NOT_FOUND, message);
    }

    static void checkDescription(String code, String name) {
        if (!code.matches("[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")) {
            throw notPossible("A code is 3 to 40 of a-z, 0-9 and -, with no - at either end");
        }
        if (name.isBlank() || name.length() > 200) {
            throw notPossible("A name has 1 to 200 characters");
        }
    }
}
