package dev.farthing.kit.envelope;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import dev.farthing.kit.envelope.EnvelopeRefused.Reason;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Set;

/** A signed text, taken apart and checked as far as that goes without a key. */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package
record JwsText(
        String kid, KeyFamily family, JWSHeader header, byte[] signingInput, Base64URL signature, byte[] payload) {
    private static final int PARTS = 3;
    private static final int SIGNATURE_BYTES = 64;
    private static final Set<String> MEMBERS = Set.of("alg", "typ", "kid");

    static JwsText parse(String jws, String type, int maxChars, Workload work) throws EnvelopeRefused {
        CompactText text = CompactText.split(jws, PARTS, maxChars);
        ObjectNode header = text.header();
        KeyFamily family = familyOf(header);
        work.signatureIsOf(family);
        CompactText.requireMembers(header, MEMBERS);
        CompactText.requireValue(header, "typ", type);
        String kid = CompactText.kid(header);
        text.requireBytes(2, SIGNATURE_BYTES);
        return new JwsText(
                kid,
                family,
                nimbusHeader(text.part(0)),
                (text.part(0) + "." + text.part(1)).getBytes(StandardCharsets.US_ASCII),
                new Base64URL(text.part(2)),
                text.bytes(1));
    }

    /**
     * Verifies with the key of that id. An unknown key, and one of another family than the header says, is verified with a
     * decoy of the header's family over the same signature: neither the time nor the text tells which keys exist.
     */
    VerificationKey verify(KeyLookup<VerificationKey> keys, Workload work) throws EnvelopeRefused {
        VerificationKey key = keys.find(kid);
        boolean fits = key != null && key.kid().equals(kid) && key.family() == family;
        VerificationKey used = key != null && fits ? key : Decoy.of(family).verificationKey();
        boolean verified = work.verify(used, this);
        if (key == null) {
            throw new EnvelopeRefused(Reason.UNKNOWN_SIGNING_KEY);
        }
        if (!fits) {
            throw new EnvelopeRefused(Reason.ALGORITHM);
        }
        if (!verified) {
            throw new EnvelopeRefused(Reason.SIGNATURE);
        }
        return key;
    }

    private static KeyFamily familyOf(ObjectNode header) throws EnvelopeRefused {
        String algorithm = CompactText.string(header, "alg");
        for (KeyFamily family : KeyFamily.values()) {
            if (family.signatureAlgorithm().getName().equals(algorithm)) {
                return family;
            }
        }
        throw new EnvelopeRefused(Reason.HEADER);
    }

    private static JWSHeader nimbusHeader(String part) throws EnvelopeRefused {
        try {
            return JWSHeader.parse(new Base64URL(part));
        } catch (ParseException | RuntimeException e) {
            throw new EnvelopeRefused(Reason.HEADER);
        }
    }
}
