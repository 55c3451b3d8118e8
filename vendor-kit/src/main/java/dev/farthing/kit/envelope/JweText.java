package dev.farthing.kit.envelope;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import dev.farthing.kit.envelope.EnvelopeRefused.Reason;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Set;

/** The outer half of a message, taken apart and checked as far as that goes without a key. */
@SuppressWarnings("ArrayRecordComponent") // never leaves the package
record JweText(
        String kid, KeyFamily family, JWEHeader header, byte[] aad, Base64URL iv, Base64URL cipherText, Base64URL tag) {
    static final String TYPE = "farthing-sealed+jwt";
    static final String CONTENT_TYPE = "JWT";

    private static final int PARTS = 5;
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final Set<String> MEMBERS = Set.of("alg", "enc", "typ", "cty", "kid", "epk");
    private static final Set<String> EPK_MEMBERS_EC = Set.of("kty", "crv", "x", "y");
    private static final Set<String> EPK_MEMBERS_OKP = Set.of("kty", "crv", "x");

    static JweText parse(String message, int maxChars, Workload work) throws EnvelopeRefused {
        CompactText text = CompactText.split(message, PARTS, maxChars);
        ObjectNode header = text.header();
        KeyFamily family = familyOf(header);
        work.agreementIsOf(family);
        CompactText.requireMembers(header, MEMBERS);
        CompactText.requireValue(header, "alg", "ECDH-ES");
        CompactText.requireValue(header, "enc", "A256GCM");
        CompactText.requireValue(header, "typ", TYPE);
        CompactText.requireValue(header, "cty", CONTENT_TYPE);
        String kid = CompactText.kid(header);
        requireEphemeralKey((ObjectNode) header.path("epk"), family);
        text.requireBytes(1, 0); // Direct agreement: there is no encrypted key.
        text.requireBytes(2, IV_BYTES);
        text.requireBytes(4, TAG_BYTES);
        return new JweText(
                kid,
                family,
                nimbusHeader(text.part(0)),
                text.part(0).getBytes(StandardCharsets.US_ASCII),
                new Base64URL(text.part(2)),
                new Base64URL(text.part(3)),
                new Base64URL(text.part(4)));
    }

    private static KeyFamily familyOf(ObjectNode header) throws EnvelopeRefused {
        String curve = header.path("epk").path("crv").asText();
        for (KeyFamily family : KeyFamily.values()) {
            if (family.agreementCurve().getName().equals(curve)) {
                return family;
            }
        }
        throw new EnvelopeRefused(Reason.HEADER);
    }

    private static void requireEphemeralKey(ObjectNode epk, KeyFamily family) throws EnvelopeRefused {
        boolean okp = family.agreementCurve().equals(Curve.X25519);
        CompactText.requireMembers(epk, okp ? EPK_MEMBERS_OKP : EPK_MEMBERS_EC);
        CompactText.requireValue(epk, "kty", okp ? "OKP" : "EC");
        requireCoordinate(epk, "x");
        if (!okp) {
            requireCoordinate(epk, "y");
        }
    }

    private static void requireCoordinate(ObjectNode epk, String member) throws EnvelopeRefused {
        if (!Base64Url.isCanonical(CompactText.string(epk, member), KeyText.COORDINATE_BYTES)) {
            throw new EnvelopeRefused(Reason.EPHEMERAL_KEY);
        }
    }

    private static JWEHeader nimbusHeader(String part) throws EnvelopeRefused {
        try {
            // This also refuses an epk that is not on P-256; low order on X25519 shows in the agreement.
            return JWEHeader.parse(new Base64URL(part));
        } catch (ParseException | RuntimeException e) {
            throw new EnvelopeRefused(Reason.EPHEMERAL_KEY);
        }
    }
}
