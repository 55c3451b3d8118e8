package dev.farthing.calendar;

import jakarta.ejb.ApplicationException;

/** The gate could not be had alone within its time, since bookings were in it. Nothing was changed; try again. */
@ApplicationException(rollback = true)
public class GateBusy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GateBusy(Throwable cause) {
        super("Bookings under way did not end in time, so this change was not begun: send it again", cause);
    }
}
