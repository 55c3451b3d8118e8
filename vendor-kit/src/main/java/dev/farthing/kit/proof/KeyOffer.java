package dev.farthing.kit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.KeyLookup;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a vendor offers the key that is to follow the one in use. A signing key is offered under its own signature, so that
 * nobody offers one that it does not hold; an encryption key cannot sign, so it is offered under the current signing key and
 * has to open a {@link KeyChallenge} afterwards. Claims {@code iss}, {@code aud}, {@code iat}, {@code key} (the public JWK)
 * and {@code use}.
 *
 * @param vendor who offers it
 * @param use what the key is for
 * @param jwk the public key, checked
 * @param kid its RFC 7638 thumbprint
 * @param signerKid the key that signed the offer: the offered one itself, if it can sign
 */
public record KeyOffer(String vendor, Use use, String jwk, String kid, String signerKid) {
    /** How old an offer may be. */
    public static final Duration MAX_AGE = Duration.ofMinutes(5);

    /** Characters of the longest offer. */
    public static final int MAX_CHARS = 4096;

    private static final String TYPE = "farthing-key-offer+jwt";
    private static final Set<String> CLAIMS = Set.of("iss", "aud", "iat", "key", "use");

    /** What a key is for, as RFC 7517 writes it. */
    public enum Use {
        /** Signs what the vendor says. */
        SIG("sig"),
        /** Opens what only the vendor may read. */
        ENC("enc");

        private final String text;

        Use(String text) {
            this.text = text;
        }
    }

    /** What an offer carries, before anybody has verified it. */
    private record Carried(
            Use use, String jwk, String kid, @Nullable VerificationKey verification) {}

    /** Offers a signing key, signed by itself. */
    public static String sign(String vendor, SigningKey offered, String audience, Instant now) {
        String jwk = offered.verificationKey(vendor).toJwk();
        return sign(vendor, Use.SIG, jwk, offered, audience, now);
    }

    /**
     * Offers an encryption key.
     *
     * @param current the signing key in use
     */
    public static String sign(String vendor, EncryptionKey offered, SigningKey current, String audience, Instant now) {
        return sign(vendor, Use.ENC, offered.toJwk(), current, audience, now);
    }

    private static String sign(String vendor, Use use, String jwk, SigningKey signer, String audience, Instant now) {
        ObjectNode claims = StrictJson.newObject()
                .put("iss", vendor)
                .put("aud", audience)
                .put("iat", now.getEpochSecond())
                .put("use", use.text);
        claims.set("key", parse(jwk));
        return CompactJws.sign(StrictJson.bytes(claims), TYPE, signer);
    }

    /**
     * Opens an offer: the key is valid and public, whoever must sign it did, it is meant for this server and at most
     * {@link #MAX_AGE} old. Every refusal has the same text and has cost exactly one verification. Whether that vendor may
     * have that key is the server's to say.
     *
     * @param current the vendors' signing keys in use, each with its owner
     * @throws KeyOfferRefused for everything else
     */
    public static KeyOffer open(String jws, KeyLookup<VerificationKey> current, String audience, Instant now)
            throws KeyOfferRefused {
        @Nullable Carried carried = carried(jws);
        try {
            CompactJws.Verified verified = CompactJws.open(jws, TYPE, MAX_CHARS, kid -> signer(kid, carried, current));
            ObjectNode claims = StrictJson.object(verified.payload());
            if (carried == null
                    || !SignedClaims.hasExactly(claims, CLAIMS)
                    || !verified.key().owner().equals(claims.path("iss").textValue())
                    || !audience.equals(claims.path("aud").textValue())
                    || !SignedClaims.isFresh(claims.path("iat"), MAX_AGE, now)) {
                throw new KeyOfferRefused();
            }
            return new KeyOffer(
                    verified.key().owner(),
                    carried.use(),
                    carried.jwk(),
                    carried.kid(),
                    verified.key().kid());
        } catch (EnvelopeRefused | MalformedJson e) {
            throw new KeyOfferRefused();
        }
    }

    private static @Nullable VerificationKey signer(
            String kid, @Nullable Carried carried, KeyLookup<VerificationKey> current) {
        if (carried == null) {
            return null;
        }
        if (carried.use() == Use.ENC) {
            return current.find(kid);
        }
        return kid.equals(carried.kid()) ? carried.verification() : null;
    }

    /** What the offer says that it carries; null if that cannot be read or is no public key for that use. */
    private static @Nullable Carried carried(String jws) {
        try {
            ObjectNode claims =
                    StrictJson.object(CompactJws.parse(jws, TYPE, MAX_CHARS).unverifiedPayload());
            JsonNode vendor = claims.path("iss");
            if (!(claims.path("key") instanceof ObjectNode key) || !vendor.isTextual()) {
                return null;
            }
            return switch (claims.path("use").asText()) {
                case "sig" -> signing(StrictJson.text(key), vendor.textValue());
                case "enc" -> encryption(StrictJson.text(key));
                default -> null;
            };
        } catch (EnvelopeRefused | MalformedJson | IllegalArgumentException e) {
            return null;
        }
    }

    private static Carried signing(String jwk, String vendor) {
        VerificationKey key = VerificationKey.fromJwk(jwk, vendor);
        return new Carried(Use.SIG, key.toJwk(), key.kid(), key);
    }

    private static Carried encryption(String jwk) {
        EncryptionKey key = EncryptionKey.fromJwk(jwk);
        return new Carried(Use.ENC, key.toJwk(), key.kid(), null);
    }

    private static ObjectNode parse(String jwk) {
        try {
            return StrictJson.object(jwk);
        } catch (MalformedJson e) {
            throw new IllegalStateException("what the kit writes, it can read", e);
        }
    }
}
