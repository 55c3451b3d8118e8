package dev.farthing.web.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.annotation.Priority;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Bodies that are not the JSON that an address takes; in place of the server's own mapper for the same exception. */
@Provider
@Priority(1)
public class JsonProblems implements ExceptionMapper<JsonProcessingException> {

    @Override
    public Response toResponse(JsonProcessingException json) {
        return of(json).toResponse().build();
    }

    static Problem of(JsonProcessingException json) {
        return Problem.of(400, "MALFORMED_JSON", describe(json));
    }

    /** What is wrong with the JSON, without the parser's own words, which may repeat what was sent. */
    private static String describe(JsonProcessingException json) {
        if (json instanceof UnrecognizedPropertyException unknown) {
            return "Member \"" + unknown.getPropertyName() + "\" is not known here: leave it out";
        }
        if (json instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            return "Member \"" + mapping.getPath().get(0).getFieldName()
                    + "\" does not have the form that /openapi names";
        }
        return "The body is not JSON in form: one object, no member twice, nothing after it";
    }
}
