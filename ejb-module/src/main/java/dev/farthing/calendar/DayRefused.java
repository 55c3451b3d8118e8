package dev.farthing.calendar;

import jakarta.ejb.ApplicationException;

/** A day cannot take the step asked for; the message says why and what to do. Nothing was changed. */
@ApplicationException(rollback = true)
public class DayRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DayRefused(String message) {
        super(message);
    }
}
