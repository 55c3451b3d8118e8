package dev.farthing.web.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.farthing.micropayment.Complaint;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457).
 *
 * @param code stable, for programs
 * @param detail what to do, for people
 * @param retryable whether the same request may succeed later
 * @param outcome {@code none}: nothing was booked; {@code unknown}: send it again to learn
 * @param errors all that is wrong with items that were to be published, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        boolean retryable,
        String outcome,
        @Nullable List<Complaint> errors) {
    public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    private static final String TYPE_BASE = "https://farthing.dev/problems/";
    private static final String NONE = "none";
    private static final String ITEMS = "ITEMS_REFUSED";

    /** A problem that left nothing behind, and that sending the same again will not mend. */
    public static Problem of(int status, String code, String detail) {
        return new Problem(typeOf(code), titleOf(code), status, detail, code, false, NONE, null);
    }

    /** A problem that may pass: the caller may send the same again. */
    public static Problem passing(int status, String code, String detail, String outcome) {
        return new Problem(typeOf(code), titleOf(code), status, detail, code, true, outcome, null);
    }

    /** A problem that cannot tell what was booked before, however often it is asked. */
    public static Problem ofUnknown(int status, String code, String detail) {
        return new Problem(typeOf(code), titleOf(code), status, detail, code, false, "unknown", null);
    }

    /** Items that were not published, with all that is wrong with them. */
    static Problem ofItems(String detail, List<Complaint> errors) {
        return new Problem(typeOf(ITEMS), titleOf(ITEMS), 422, detail, ITEMS, false, NONE, errors);
    }

    /** What a bare status of the server or of JAX-RS means to the caller; nothing was booked. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> of(401, "NOT_AUTHENTICATED", "Sign in as an operator, with HTTP Basic over https");
            case 403 -> of(403, "NOT_ALLOWED", "This address is not open to you");
            case 404 -> of(404, "NOT_FOUND", "There is nothing at this address");
            case 405 -> of(405, "METHOD_NOT_ALLOWED", "This address does not take this method");
            case 406 -> of(406, "NOT_ACCEPTABLE", "Accept what this address answers with: see /openapi");
            case 413 -> of(413, "TOO_LARGE", "The request is larger than this server takes");
            case 415 -> of(415, "UNSUPPORTED_MEDIA_TYPE", "Send the Content-Type that /openapi names");
            default -> of(status, "HTTP_" + status, "See /openapi for what this address takes");
        };
    }

    public Response.ResponseBuilder toResponse() {
        return Response.status(status).type(MEDIA_TYPE).entity(this);
    }

    private static String typeOf(String code) {
        return TYPE_BASE + code.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String titleOf(String code) {
        String words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
