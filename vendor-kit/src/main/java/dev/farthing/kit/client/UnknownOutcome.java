package dev.farthing.kit.client;

import org.jspecify.annotations.Nullable;

/**
 * No answer came, so nobody here knows whether the payment was booked. It is not a failure: send the same submission id
 * again, as often and as late as need be, and the server answers with what became of it.
 */
public final class UnknownOutcome extends ClientFailure {
    private static final long serialVersionUID = 1;

    private final String submissionId;

    /** @param last how the last attempt was refused, which says nothing of those before; null if it was not */
    UnknownOutcome(String submissionId, int attempts, @Nullable Rejected last) {
        this(
                submissionId,
                "Whether submission " + submissionId + " was booked is unknown after " + attempts
                        + " attempts: send the same submission id again.",
                last);
    }

    private UnknownOutcome(String id, String sentence, @Nullable Rejected last) {
        super(last == null ? sentence : sentence + " This time: " + last.getMessage());
        this.submissionId = id;
    }

    static UnknownOutcome ofBulk(String bulkId, int attempts, @Nullable Rejected last) {
        return new UnknownOutcome(
                bulkId,
                "Which purchases of bulk " + bulkId + " were booked is unknown after " + attempts
                        + " attempts: send the same bulk again.",
                last);
    }

    /** What to send again: a submission, or a bulk. */
    public String submissionId() {
        return submissionId;
    }
}
