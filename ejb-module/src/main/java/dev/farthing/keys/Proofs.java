package dev.farthing.keys;

import dev.farthing.kit.envelope.KeyLookup;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.proof.Proof;
import dev.farthing.kit.proof.ProofRefused;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;

/** Checks the proof that a vendor's machine or a customer's device signs for each request, in the manner of RFC 9449. */
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
        return proven(proof, request, keys::vendorVerificationKey).owner();
    }

    /**
     * As {@link #vendorOf}, for keys of another kind of caller: only those that the ring holds can prove anything.
     *
     * @param ring keys, each with its owner; asked for whatever key id the proof names
     */
    public Proof proven(String proof, ProvenRequest request, KeyLookup<VerificationKey> ring) {
        Instant now = clock.instant();
        Proof proven = verify(proof, request, ring, now);
        if (!store.rememberProof(proven.kid(), proven.jti(), now.plus(RequestProof.REMEMBER))) {
            throw new ProofDenied();
        }
        return proven;
    }

    private static Proof verify(String proof, ProvenRequest request, KeyLookup<VerificationKey> ring, Instant now) {
        try {
            return RequestProof.verify(proof, ring, request, now);
        } catch (ProofRefused e) {
            throw new ProofDenied();
        }
    }
}
