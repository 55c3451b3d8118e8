package dev.farthing.kit.client;

/**
 * No answer came, so nobody here knows whether the payment was booked. It is not a failure: send the same submission id
 * again, as often and as late as need be, and the server answers with what became of it.
 */
public final class UnknownOutcome extends ClientFailure {
    private static final long serialVersionUID = 1;

    private final String submissionId;

    UnknownOutcome(String submissionId, int attempts) {
        super("Whether submission " + submissionId + " was booked is unknown after " + attempts
                + " attempts: send the same submission id again.");
        this.submissionId = submissionId;
    }

    /** What to send again. */
    public String submissionId() {
        return submissionId;
    }
}
