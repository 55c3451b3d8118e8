package dev.farthing.party;

import jakarta.ejb.ApplicationException;

/** A party was asked for that is not there, or described in a way that cannot be stored. Nothing was changed. */
@ApplicationException(rollback = true)
public class PartyRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which kind of refusal, for the status of an answer. */
    public enum Kind {
        NOT_FOUND,
        NOT_POSSIBLE
    }

    private final Kind kind;

    PartyRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    static void checkDescription(String code, String name) {
        if (!code.matches("[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")) {
            throw new PartyRefused(Kind.NOT_POSSIBLE, "A code is 3 to 40 of a-z, 0-9 and -, with no - at either end");
        }
        if (name.isBlank() || name.length() > 200) {
            throw new PartyRefused(Kind.NOT_POSSIBLE, "A name has 1 to 200 characters");
        }
    }
}
