package dev.farthing.web.keys;

import dev.farthing.keys.Proofs;
import dev.farthing.kit.proof.ProvenRequest;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;

/** Lets a vendor's request through. */
@Provider
@ProvenVendor
@Priority(Priorities.AUTHENTICATION)
public class ProofFilter extends ProofCheck {
    @Inject
    private Proofs proofs;

    /** Made by the container. */
    public ProofFilter() {
        super("vendor");
    }

    @Override
    protected String callerOf(String proof, ProvenRequest request) {
        return proofs.vendorOf(proof, request);
    }
}
