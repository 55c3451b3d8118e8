package dev.farthing.micropayment;

import java.util.UUID;

/** What a vendor asks for in one message, on its way through the lane: authentic, in form, in time. */
sealed interface Command permits PayCommand, InquireCommand {
    /** The code of the vendor who signed it. */
    String vendor();

    /** The submission that it makes, or asks about. */
    String submissionId();

    /** SHA-256 of what was asked, in hex, equal for every honest retry; empty if nothing was. */
    String fingerprint();

    /** The id that the decision gets if this is the first to name its submission. */
    UUID paymentId();
}
