package dev.farthing.kit.proof;

/** A request whose proof is not accepted; one text for every reason. */
public final class ProofRefused extends Exception {
    /** The one text. */
    public static final String MESSAGE = "The proof of the request was not accepted.";

    private static final long serialVersionUID = 1;

    ProofRefused() {
        super(MESSAGE, null, false, false);
    }
}
