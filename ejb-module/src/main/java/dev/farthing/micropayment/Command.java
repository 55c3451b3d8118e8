package dev.farthing.micropayment;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is asked for in one message, on its way through the lane: authentic, in form, in time. */
sealed interface Command permits PayCommand, ReturnCommand, InquireCommand {
    /**
     * Where a command comes from, and what it is known by.
     *
     * @param vendor the code of the vendor whose it is
     * @param signer the key that signed the message; null if an operator asks
     * @param submissionId the submission that it makes, or asks about
     * @param fingerprint SHA-256 of what was asked, in hex, equal for every honest retry; empty if nothing was
     * @param decisionId the id that the decision gets if this is the first to name its submission
     */
    record Origin(String vendor, @Nullable String signer, String submissionId, String fingerprint, UUID decisionId) {}

    /** Where it comes from. */
    Origin origin();

    /** The code of the vendor whose it is. */
    default String vendor() {
        return origin().vendor();
    }

    /** The submission that it makes, or asks about. */
    default String submissionId() {
        return origin().submissionId();
    }

    /** SHA-256 of what was asked, in hex; empty if nothing was. */
    default String fingerprint() {
        return origin().fingerprint();
    }

    /**
     * Those of one key want the same rows: a customer's purchases, and the returns of one payment. They share a lane, so that the rows are
     * not fought over by two batches, and keep their order.
     */
    default String key() {
        return submissionId();
    }

    /** The id that the decision gets if this is the first to name its submission. */
    default UUID decisionId() {
        return origin().decisionId();
    }
}
