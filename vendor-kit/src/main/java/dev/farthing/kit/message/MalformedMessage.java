package dev.farthing.kit.message;

/** Authentic claims that are not a message of the kind that was expected. */
public final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1;

    MalformedMessage(String detail) {
        super(detail);
    }

    /** Which claim is wrong and what to do about it; never quotes the message, so it may be answered and logged. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
