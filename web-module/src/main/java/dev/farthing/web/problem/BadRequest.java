package dev.farthing.web.problem;

/** A request that cannot be taken as it stands; becomes a problem document. */
public class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /** @param message what to do */
    public BadRequest(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
