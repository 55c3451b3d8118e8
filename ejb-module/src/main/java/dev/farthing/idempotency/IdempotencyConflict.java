package dev.farthing.idempotency;

import jakarta.ejb.ApplicationException;

/** An idempotency key that its caller has used for another request. Nothing was changed. */
@ApplicationException(rollback = true)
public class IdempotencyConflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IdempotencyConflict() {
        super("This Idempotency-Key was used for another request: use a new one for each request,"
                + " and the same one only to send the very same request again");
    }
}
