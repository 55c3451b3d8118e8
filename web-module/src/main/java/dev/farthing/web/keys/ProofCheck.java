package dev.farthing.web.keys;

import dev.farthing.keys.ProofDenied;
import dev.farthing.keys.Sealer;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import dev.farthing.web.problem.Problem;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Lets a request through if the proof that it carries is good for exactly this request; the caller is then the principal. */
public abstract class ProofCheck implements ContainerRequestFilter {
    private final String role;

    @Inject
    private Sealer sealer;

    /** @param role of everybody who can prove something here */
    protected ProofCheck(String role) {
        this.role = role;
    }

    /**
     * Tells the caller's code; the proof is used up.
     *
     * @throws ProofDenied whatever is wrong with the proof
     */
    protected abstract String callerOf(String proof, ProvenRequest request);

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        byte[] body = request.getEntityStream().readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        URI uri = request.getUriInfo().getRequestUri();
        String address = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        @Nullable String proof = request.getHeaderString(RequestProof.HEADER);
        try {
            String caller = callerOf(
                    proof == null ? "" : proof,
                    new ProvenRequest(sealer.serverId(), request.getMethod(), address, uri.getRawQuery(), body));
            request.setSecurityContext(new Proven(caller, role, request.getSecurityContext()));
        } catch (ProofDenied e) {
            request.abortWith(Problem.of(
                            401,
                            "PROOF_REFUSED",
                            "Sign a new " + RequestProof.HEADER + " for each request, with an enrolled key")
                    .toResponse()
                    .build());
        }
    }

    /** The caller as principal, in one role; nothing else changes. */
    private record Proven(String caller, String role, SecurityContext outer) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return () -> caller;
        }

        @Override
        public boolean isUserInRole(String asked) {
            return role.equals(asked);
        }

        @Override
        public boolean isSecure() {
            return outer.isSecure();
        }

        @Override
        public String getAuthenticationScheme() {
            return RequestProof.HEADER;
        }
    }
}
