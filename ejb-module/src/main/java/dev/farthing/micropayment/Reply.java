package dev.farthing.micropayment;

/** What a submission gets back. */
public sealed interface Reply {

    /** The sealed answer, accepted or refused: only the vendor can tell which. */
    record Sealed(String message) implements Reply {}

    /** The key that signed it has been revoked meanwhile: as if it had not been authentic from the start. */
    record NotAccepted() implements Reply {}

    /**
     * No decision for now: send the same submission again.
     *
     * @param mayBeBooked false if surely nothing was booked
     */
    record Unavailable(boolean mayBeBooked) implements Reply {}

    /**
     * The vendor asks more often than it may; nothing was done.
     *
     * @param vendor its code
     */
    record TooMany(String vendor) implements Reply {}
}
