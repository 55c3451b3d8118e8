package dev.farthing.kit.proof;

/** An offer of a key that is not accepted; one text for every reason. */
public final class KeyOfferRefused extends Exception {
    /** The one text. */
    public static final String MESSAGE = "The offered key was not accepted.";

    private static final long serialVersionUID = 1;

    KeyOfferRefused() {
        super(MESSAGE, null, false, false);
    }
}
