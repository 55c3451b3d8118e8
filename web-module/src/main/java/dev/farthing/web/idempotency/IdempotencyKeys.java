package dev.farthing.web.idempotency;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notes whose key a request carries and what it names, once the caller is known and before the body is read. */
@Provider
@Priority(Priorities.AUTHENTICATION + 500)
public class IdempotencyKeys implements ContainerRequestFilter {
    private static final List<String> KINDS = List.of("operator", "batch", "vendor", "customer");

    @Inject
    private UnsealedWrite write;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        @Nullable List<String> sent = request.getHeaders().get(UnsealedWrite.KEY);
        @Nullable String caller = caller(request.getSecurityContext());
        if (sent == null || caller == null) {
            return;
        }
        if (sent.size() != 1 || !UnsealedWrite.isKey(sent.get(0))) {
            throw UnsealedWrite.malformedKey();
        }
        byte[] body = request.getEntityStream().readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        write.identify(caller, sent.get(0), hash(request, body));
    }

    /** The caller with its kind: an operator and a vendor of one name have keys of their own. */
    private static @Nullable String caller(@Nullable SecurityContext security) {
        if (security == null || security.getUserPrincipal() == null) {
            return null;
        }
        return KINDS.stream()
                .filter(security::isUserInRole)
                .findFirst()
                .map(kind -> kind + ":" + security.getUserPrincipal().getName())
                .orElse(null);
    }

    /** Over method, address and body, each with its end: no two requests run together into the same bytes. */
    private static String hash(ContainerRequestContext request, byte[] body) {
        URI uri = request.getUriInfo().getRequestUri();
        String address = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((request.getMethod() + " " + address + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
