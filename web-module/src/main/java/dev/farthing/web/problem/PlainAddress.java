package dev.farthing.web.problem;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/** Refuses addresses that hold control characters: no name has any, and the database cannot even be asked for some. */
@Provider
@Priority(Priorities.AUTHENTICATION - 60)
public class PlainAddress implements ContainerRequestFilter {
    private static final Pattern CONTROL = Pattern.compile("%(?:[01][0-9A-Fa-f]|7[Ff])");

    @Override
    public void filter(ContainerRequestContext request) {
        if (CONTROL.matcher(request.getUriInfo().getRequestUri().toASCIIString())
                .find()) {
            request.abortWith(Problem.of(400, "MALFORMED_REQUEST", "Leave control characters out of the address")
                    .toResponse()
                    .build());
        }
    }
}
