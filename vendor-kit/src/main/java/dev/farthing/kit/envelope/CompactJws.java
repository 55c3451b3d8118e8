package dev.farthing.kit.envelope;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;

/**
 * A signed text (compact JWS, RFC 7515) with exactly the header members {@code alg}, {@code typ} and {@code kid}. Each use
 * has a {@code typ} of its own, so that what was signed for one purpose is worth nothing for another (RFC 8725 §3.11).
 */
public final class CompactJws {
    private final JwsText text;

    private CompactJws(JwsText text) {
        this.text = text;
    }

    /** Signs the payload. */
    public static String sign(byte[] payload, String type, SigningKey key) {
        JWSHeader header = new JWSHeader.Builder(key.family().signatureAlgorithm())
                .type(new JOSEObjectType(type))
                .keyID(key.kid())
                .build();
        JWSObject jws = new JWSObject(header, new Payload(payload));
        try {
            jws.sign(key.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("a prepared key can sign", e);
        }
        return jws.serialize();
    }

    /** What was signed, and with which key. */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out
    public record Verified(byte[] payload, VerificationKey key) {
        /** Takes a copy of the payload. */
        public Verified {
            payload = payload.clone();
        }

        @Override
        public byte[] payload() {
            return payload.clone();
        }
    }

    /**
     * Verifies with the key that the lookup knows; every refusal has cost exactly one verification.
     *
     * @throws EnvelopeRefused if it is too long, not strictly of this form, of another type, or not signed by that key
     */
    public static Verified open(String jws, String type, int maxChars, KeyLookup<VerificationKey> keys)
            throws EnvelopeRefused {
        return open(jws, type, maxChars, keys, new Workload());
    }

    static Verified open(String jws, String type, int maxChars, KeyLookup<VerificationKey> keys, Workload work)
            throws EnvelopeRefused {
        work.signatureIsOf(FamilyHint.of(jws));
        try {
            JwsText text = JwsText.parse(jws, type, maxChars, work);
            return new Verified(text.payload(), text.verify(keys, work));
        } catch (EnvelopeRefused refused) {
            work.makeUpForSignature();
            throw refused;
        }
    }

    /**
     * Takes the text apart without verifying it, for a text that carries its own key.
     *
     * @throws EnvelopeRefused if it is too long, not strictly of this form or of another type
     */
    public static CompactJws parse(String jws, String type, int maxChars) throws EnvelopeRefused {
        return new CompactJws(JwsText.parse(jws, type, maxChars, new Workload()));
    }

    /** What was signed by nobody knows whom. */
    public byte[] unverifiedPayload() {
        return text.payload().clone();
    }

    /**
     * Verifies with this key.
     *
     * @throws EnvelopeRefused if the header names another key or algorithm, or the signature is wrong
     */
    public void verify(VerificationKey key) throws EnvelopeRefused {
        text.verify(kid -> kid.equals(key.kid()) ? key : null, new Workload());
    }
}
