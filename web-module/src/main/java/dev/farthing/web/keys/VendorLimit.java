package dev.farthing.web.keys;

import dev.farthing.web.limit.RequestLimits;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Stops a vendor that asks too often, once its proof has told who it is. */
@Provider
@ProvenVendor
@Priority(Priorities.AUTHENTICATION + 100)
public class VendorLimit implements ContainerRequestFilter {
    @Inject
    private RequestLimits limits;

    @Override
    public void filter(ContainerRequestContext request) {
        String vendor = request.getSecurityContext().getUserPrincipal().getName();
        if (!limits.tryAcquire(RequestLimits.Kind.VENDOR, vendor)) {
            request.abortWith(limits.tooMany(RequestLimits.Kind.VENDOR, vendor));
        }
    }
}
