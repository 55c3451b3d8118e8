package dev.farthing.kit.client;

import java.util.List;

/** The server did not take the request, and said so in a problem document (RFC 9457) that is not sealed. */
public final class Rejected extends ClientFailure {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient List<Complaint> complaints;

    /**
     * One thing that is wrong with what was sent.
     *
     * @param row where: counts from 1, in CSV with the header
     * @param column the column or the member
     * @param message what to correct
     */
    public record Complaint(int row, String column, String message) {}

    Rejected(int status, String code, String detail, List<Complaint> complaints) {
        super("The server answered " + status + (code.isEmpty() ? ", and not in Farthing's words" : " " + code)
                + (detail.isEmpty() ? "" : ": " + detail));
        this.status = status;
        this.code = code;
        this.complaints = List.copyOf(complaints);
    }

    /** All that is wrong with items that were to be published; empty for any other rejection. */
    public List<Complaint> complaints() {
        return complaints;
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
