package dev.farthing.web.problem;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what another site's page makes a browser send: a browser that knows an operator's password adds it by itself, and
 * tells in {@code Sec-Fetch-Site} and {@code Origin} whose page asked. Programs send neither.
 */
@Provider
@Priority(Priorities.AUTHENTICATION - 50)
public class SameSite implements ContainerRequestFilter {
    private static final Set<String> OWN = Set.of("same-origin", "none");

    @Override
    public void filter(ContainerRequestContext request) {
        @Nullable String site = request.getHeaderString("Sec-Fetch-Site");
        @Nullable String origin = request.getHeaderString("Origin");
        boolean foreign = (site != null && !OWN.contains(site)) || (origin != null && !isOwn(origin, request));
        if (foreign) {
            request.abortWith(Problem.of(403, "FOREIGN_SITE", "Requests from other sites' pages are not taken")
                    .toResponse()
                    .build());
        }
    }

    private static boolean isOwn(String origin, ContainerRequestContext request) {
        @Nullable String host = request.getHeaderString(HttpHeaders.HOST);
        try {
            return host != null && host.equals(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
