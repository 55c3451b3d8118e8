package dev.farthing.device;

import jakarta.ejb.ApplicationException;

/** Too many keys that nobody knows were named at once: for a moment, no key is looked up that is not in memory. */
@ApplicationException(rollback = true)
public class StrangersRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StrangersRefused() {
        super("Send the request again in a second, with a new proof", null, false, false);
    }
}
