package dev.farthing.kit.cli;

import dev.farthing.kit.client.AnswerNotBound;
import dev.farthing.kit.client.NotRecorded;
import dev.farthing.kit.client.Rejected;
import dev.farthing.kit.client.UnknownOutcome;
import dev.farthing.kit.token.TokenRefused;

/** How a command ends; docs/reference/command-line.md has the same table. */
enum Exit {
    DONE(0),
    /** The server, or a check, said no. */
    REFUSED(1),
    WRONG_USE(2),
    /** It may have happened: settle it later. */
    UNKNOWN(3),
    /** Nobody answered. */
    NOT_REACHABLE(4),
    /** What came must not be believed. */
    NOT_TRUSTED(5),
    /** Keys, settings or journal cannot be used. */
    HOME(6),
    INTERRUPTED(130);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Exit of(Exception failure) {
        if (failure instanceof UnknownOutcome) {
            return UNKNOWN;
        }
        if (failure instanceof Rejected) {
            return REFUSED;
        }
        if (failure instanceof AnswerNotBound || failure instanceof TokenRefused) {
            return NOT_TRUSTED;
        }
        if (failure instanceof HomeProblem || failure instanceof NotRecorded) {
            return HOME;
        }
        if (failure instanceof IllegalArgumentException) {
            return WRONG_USE;
        }
        return failure instanceof InterruptedException ? INTERRUPTED : NOT_REACHABLE;
    }
}
