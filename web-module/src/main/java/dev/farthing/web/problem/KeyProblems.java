package dev.farthing.web.problem;

import dev.farthing.keys.KeyRefused;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.Objects;

/** Refused steps in keys' lives. */
@Provider
@Priority(1)
public class KeyProblems implements ExceptionMapper<KeyRefused> {
    private static final int OFFER_AGAIN_SECONDS = 3600;

    @Override
    public Response toResponse(KeyRefused refused) {
        Response.ResponseBuilder response = of(refused).toResponse();
        if (refused.kind() == KeyRefused.Kind.TOO_MANY) {
            response.header(HttpHeaders.RETRY_AFTER, OFFER_AGAIN_SECONDS);
        }
        return response.build();
    }

    private static Problem of(KeyRefused refused) {
        String text = Objects.requireNonNullElse(refused.getMessage(), "Refused");
        return switch (refused.kind()) {
            case NOT_FOUND -> Problem.of(404, "NOT_FOUND", text);
            case OFFER -> Problem.of(403, "KEY_OFFER_REFUSED", text);
            case TOO_MANY -> Problem.passing(429, "RATE_LIMITED", text, "none");
            case WRONG_STATE -> Problem.of(409, "KEY_STATE", text);
            case TOO_SOON -> Problem.passing(409, "KEY_NOT_PUBLISHED_LONG_ENOUGH", text, "none");
            case NOT_POSSIBLE -> Problem.of(422, "NOT_POSSIBLE", text);
        };
    }
}
