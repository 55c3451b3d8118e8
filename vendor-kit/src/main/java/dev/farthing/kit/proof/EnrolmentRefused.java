package dev.farthing.kit.proof;

/** An enrolment, of a vendor's keys or of a customer's device, that is not accepted; one text for every reason. */
public final class EnrolmentRefused extends Exception {
    /** The one text. */
    public static final String MESSAGE = "The enrolment was not accepted.";

    private static final long serialVersionUID = 1;

    EnrolmentRefused() {
        super(MESSAGE, null, false, false);
    }
}
