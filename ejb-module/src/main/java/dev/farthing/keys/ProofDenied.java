package dev.farthing.keys;

import jakarta.ejb.ApplicationException;

/** A request proof was refused: with one text, whatever is wrong with it. */
@ApplicationException(rollback = true)
public class ProofDenied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProofDenied() {
        super("Sign a new proof for each request, with an enrolled key");
    }
}
