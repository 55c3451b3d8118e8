package dev.farthing.web.device;

import dev.farthing.device.DeviceProofs;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.web.keys.ProofCheck;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;

/** Lets a customer's request through. */
@Provider
@ProvenCustomer
@Priority(Priorities.AUTHENTICATION)
public class DeviceProofFilter extends ProofCheck {
    @Inject
    private DeviceProofs proofs;

    /** Made by the container. */
    public DeviceProofFilter() {
        super("customer");
    }

    @Override
    protected String callerOf(String proof, ProvenRequest request) {
        return proofs.customerOf(proof, request);
    }
}
