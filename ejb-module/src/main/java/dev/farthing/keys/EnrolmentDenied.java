package dev.farthing.keys;

import jakarta.ejb.ApplicationException;

/** An enrolment was refused. One text for a wrong, used or expired code and for a wrong proof, so that codes cannot be tried out. */
@ApplicationException(rollback = true)
public class EnrolmentDenied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnrolmentDenied() {
        super("The code is not valid, or the enrolment is not signed by the key that it carries:"
                + " ask the operator for a new code");
    }
}
