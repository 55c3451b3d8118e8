package dev.farthing.web.idempotency;

import dev.farthing.idempotency.Answer;
import dev.farthing.idempotency.IdempotentWrites;
import dev.farthing.web.problem.BadRequest;
import dev.farthing.web.problem.StrictJson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The write that the current request asks for, done once for its Idempotency-Key: the effect and the stored answer are
 * one transaction. Read and check the request before, so that the effect throws refusals of the domain only:
 *
 * <pre>{@code
 * Order order = ...;
 * return write.creating(() -> json(requests.open(order)));
 * }</pre>
 */
@RequestScoped
public class UnsealedWrite {
    /** The header that names a write. */
    public static final String KEY = "Idempotency-Key";

    /** Says in an answer that it is a stored one. */
    public static final String REPLAYED = "Idempotency-Replayed";

    private static final String FORM = "Send an Idempotency-Key header of 1 to 64 visible characters";

    @Inject
    private IdempotentWrites writes;

    private String caller = "";
    private @Nullable String key;
    private String requestHash = "";

    /** Makes something new, answered by 201; the request must have a key. */
    public Response creating(Supplier<?> effect) {
        requiredKey();
        return done(Response.Status.CREATED.getStatusCode(), effect);
    }

    /** Changes what is there, answered by 200; the request may have a key. */
    public Response changing(Supplier<?> effect) {
        return done(Response.Status.OK.getStatusCode(), effect);
    }

    /** Takes something away, answered by 204 without a body; the request may have a key. */
    public Response removing(Runnable effect) {
        return done(() -> {
            effect.run();
            return new Answer(Response.Status.NO_CONTENT.getStatusCode(), null);
        });
    }

    /** The request's key, for what keeps keys by itself. */
    public String requiredKey() {
        if (key == null) {
            throw new BadRequest(400, "IDEMPOTENCY_KEY_MISSING", FORM);
        }
        return key;
    }

    static boolean isKey(String text) {
        return text.matches("[\\x21-\\x7e]{1,64}");
    }

    static BadRequest malformedKey() {
        return new BadRequest(400, "IDEMPOTENCY_KEY_MALFORMED", FORM);
    }

    void identify(String newCaller, @Nullable String newKey, String newRequestHash) {
        this.caller = newCaller;
        this.key = newKey;
        this.requestHash = newRequestHash;
    }

    private Response done(int status, Supplier<?> effect) {
        return done(() -> new Answer(status, StrictJson.write(effect.get())));
    }

    private Response done(Supplier<Answer> effect) {
        if (key == null) {
            return response(new Answer.Given(writes.withoutKey(effect), false));
        }
        return response(writes.once(caller, key, requestHash, effect));
    }

    private static Response response(Answer.Given given) {
        Response.ResponseBuilder response = Response.status(given.answer().status());
        @Nullable String body = given.answer().body();
        if (body != null) {
            response.type(MediaType.APPLICATION_JSON_TYPE).entity(body.getBytes(StandardCharsets.UTF_8));
        }
        if (given.replayed()) {
            response.header(REPLAYED, "true");
        }
        return response.build();
    }
}
