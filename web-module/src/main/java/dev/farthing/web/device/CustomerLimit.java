package dev.farthing.web.device;

import dev.farthing.web.limit.RequestLimits;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;

/** Stops a customer whose devices ask too often, once a proof has told who it is. */
@Provider
@ProvenCustomer
@Priority(Priorities.AUTHENTICATION + 100)
public class CustomerLimit implements ContainerRequestFilter {
    @Inject
    private RequestLimits limits;

    @Override
    public void filter(ContainerRequestContext request) {
        String customer = request.getSecurityContext().getUserPrincipal().getName();
        if (!limits.tryAcquire(RequestLimits.Kind.CUSTOMER, customer)) {
            request.abortWith(limits.tooMany(RequestLimits.Kind.CUSTOMER, customer));
        }
    }
}
