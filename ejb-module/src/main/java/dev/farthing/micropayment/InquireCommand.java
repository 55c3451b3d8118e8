package dev.farthing.micropayment;

import java.util.UUID;

/** Asks what became of a submission; one that was never seen is closed unpaid, so that it cannot arrive late. */
record InquireCommand(String vendor, String submissionId, UUID paymentId) implements Command {
    @Override
    public String fingerprint() {
        return "";
    }
}
