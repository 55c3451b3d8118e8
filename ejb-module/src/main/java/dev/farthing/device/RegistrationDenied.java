package dev.farthing.device;

import jakarta.ejb.ApplicationException;

/** A device's registration was refused. One text for a wrong, used or expired code and for a wrong proof, so that codes cannot be tried out. */
@ApplicationException(rollback = true)
public class RegistrationDenied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistrationDenied() {
        super("The code is not valid, or the registration is not signed by the key that it carries:"
                + " ask the bank for a new code");
    }
}
