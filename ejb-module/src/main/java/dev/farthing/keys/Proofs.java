package dev.farthing.keys;

import dev.farthing.kit.proof.Proof;
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
     * @throws ProofDenied if the proof is not authentic, not for this request, too old, or was used before
     */
    public String vendorOf(String proof, ProvenRequest request) {
        Instant now = clock.instant();
        Proof proven = verify(proof, request, now);
        if (!store.rememberProof(proven.kid(), proven.jti(), now.plus(RequestProof.REMEMBER))) {
            throw new ProofDenied();
        }
        return proven.owner();
    }

    private Proof verify(String proof, ProvenRequest request, Instant now) {
        try {
            return RequestProof.verify(proof, keys::vendorVerificationKey, request, now);
        } catch (ProofRefused e) {
            throw new ProofDenied();
        }
    }
}
