package dev.farthing.kit.client;

/** The server did not take the request, and said so in a problem document (RFC 9457) that is not sealed. */
public final class Rejected extends ClientFailure {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    Rejected(int status, String code, String detail) {
        super("The server answered " + status + " " + code + (detail.isEmpty() ? "" : ": " + detail));
        this.status = status;
        this.code = code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The problem's code; empty if the body was no problem document. */
    public String code() {
        return code;
    }
}
