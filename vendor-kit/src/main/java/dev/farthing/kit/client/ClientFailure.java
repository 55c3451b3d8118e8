package dev.farthing.kit.client;

/** Why there is no answer to trust. */
public abstract sealed class ClientFailure extends Exception
        permits UnknownOutcome, Rejected, AnswerNotBound, NotSent, NotRecorded {
    private static final long serialVersionUID = 1;

    ClientFailure(String message) {
        super(message);
    }
}
