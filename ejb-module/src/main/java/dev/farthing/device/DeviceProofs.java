package dev.farthing.device;

import dev.farthing.keys.Proofs;
import dev.farthing.kit.proof.ProvenRequest;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Tells which customer a request comes from, by the proof that the customer's device has signed for it. */
@Stateless
public class DeviceProofs {
    @Inject
    private Proofs proofs;

    @Inject
    private DeviceRing ring;

    /**
     * Tells whose request this is; the proof is used up by it, on every node. Vendors' keys are in another ring, and prove
     * nothing here.
     *
     * @return the customer's code
     * @throws dev.farthing.keys.ProofDenied if the proof is not authentic, not for this request, too old, or was used
     *     before; if its device is revoked, or its customer closed
     * @throws StrangersRefused if too many unknown keys were named within this second
     */
    public String customerOf(String proof, ProvenRequest request) {
        return proofs.proven(proof, request, ring::verificationKey).owner();
    }
}
