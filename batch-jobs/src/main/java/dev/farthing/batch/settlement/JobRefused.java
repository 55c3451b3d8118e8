package dev.farthing.batch.settlement;

import jakarta.ejb.ApplicationException;

/** There is no such job, or not for what was asked; the message says what there is. Nothing was begun. */
@ApplicationException
public class JobRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobRefused(String message) {
        super(message);
    }
}
