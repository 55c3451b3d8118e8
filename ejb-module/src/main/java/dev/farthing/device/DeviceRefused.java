package dev.farthing.device;

import jakarta.ejb.ApplicationException;

/** Something was asked of a customer's devices that cannot be; the message says why and what to do. Nothing was changed. */
@ApplicationException(rollback = true)
public class DeviceRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which kind of refusal, for the status of an answer. */
    public enum Kind {
        NOT_FOUND,
        NOT_POSSIBLE
    }

    private final Kind kind;

    DeviceRefused(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
