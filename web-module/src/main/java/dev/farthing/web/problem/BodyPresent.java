package dev.farthing.web.problem;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Refuses a request that should have a body and has none, before anything looks for what is not there. */
@Provider
public class BodyPresent implements ReaderInterceptor {

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        @Nullable Object body = context.proceed();
        if (body == null) {
            throw new BadRequest(400, "BODY_MISSING", "Send the body that /openapi names for this address");
        }
        return body;
    }
}
