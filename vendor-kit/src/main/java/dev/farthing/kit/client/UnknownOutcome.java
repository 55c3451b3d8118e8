package dev.farthing.kit.client;

/**
 * No answer came, so nobody here knows whether the payment was booked. It is not a failure: send the same submission id
 * again, as often and as late as need be, and the server answers with what became of it.
 */
public final class UnknownOutcome extends ClientFailure {
    private static final long serialVersionUID = 1;

    private final String submissionId;

    UnknownOutcome(String submissionId, int attempts) {
        this(
                submissionId,
                "Whether submission " + submissionId + " was booked is unknown after " + attempts
                        + " attempts: send the same submission id again.");
    }

    private UnknownOutcome(String id, String sentence) {
        super(sentence);
        this.submissionId = id;
    }

    static UnknownOutcome ofBulk(String bulkId, int attempts) {
        return new UnknownOutcome(
                bulkId,
                "Which purchases of bulk " + bulkId + " were booked is unknown after " + attempts
                        + " attempts: send the same bulk again.");
    }

    /** What to send again: a submission, or a bulk. */
    public String submissionId() {
        return submissionId;
    }
}
