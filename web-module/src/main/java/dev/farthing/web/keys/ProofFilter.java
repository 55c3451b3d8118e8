package dev.farthing.web.keys;

import dev.farthing.keys.ProofDenied;
import dev.farthing.keys.Proofs;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import dev.farthing.web.problem.Problem;
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
import java.security.Principal;

/** Lets a vendor's request through if the proof that it carries is good for exactly this request. */
@Provider
@ProvenVendor
@Priority(Priorities.AUTHENTICATION)
public class ProofFilter implements ContainerRequestFilter {
    @Inject
    private Proofs proofs;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        byte[] body = request.getEntityStream().readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        URI uri = request.getUriInfo().getRequestUri();
        String address = uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
        String proof = request.getHeaderString(RequestProof.HEADER);
        try {
            String vendor = proofs.vendorOf(
                    proof == null ? "" : proof,
                    new ProvenRequest(request.getMethod(), address, uri.getRawQuery(), body));
            request.setSecurityContext(new VendorContext(vendor, request.getSecurityContext()));
        } catch (ProofDenied e) {
            request.abortWith(Problem.of(
                            401,
                            "PROOF_REFUSED",
                            "Sign a new " + RequestProof.HEADER + " for each request, with an enrolled key")
                    .toResponse()
                    .build());
        }
    }

    /** The vendor as principal; nothing else changes. */
    private record VendorContext(String vendor, SecurityContext outer) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return () -> vendor;
        }

        @Override
        public boolean isUserInRole(String role) {
            return "vendor".equals(role);
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
