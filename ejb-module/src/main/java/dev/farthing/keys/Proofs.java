package dev.farthing.keys;

import dev.farthing.kit.proof.ProofRefused;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;

/** Checks the proof that a vendor's machine signs for each request, in the manner of RFC 9449. */
@Stateless
public class Proofs {
    @Inject
    private KeyRing keys;

    @Inject
    private KeysStore store;

    @Inject
    private Clock clock;

    /**
     * Tells whose request this is; the proof is used up by it, on every node.
     *
     * @return the vendor's code
     * @throws ProofRefused if the proof is not authentic, not for this request, too old, or was used before
     */
    public String vendorOf(String proof, ProvenRequest request) throws ProofRefused {
        Instant now = clock.instant();
        RequestProof.Proof proven = RequestProof.verify(proof, keys::vendorVerificationKey, request, now);
        // Kept twice its age: it can be presented as long as the clocks may differ.
        Instant until = now.plus(RequestProof.MAX_AGE.multipliedBy(2));
        if (!store.rememberProof(proven.kid(), proven.jti(), until)) {
            throw ProofRefused.usedBefore();
        }
        return proven.owner();
    }
}
