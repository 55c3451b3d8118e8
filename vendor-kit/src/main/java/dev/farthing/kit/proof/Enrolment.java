package dev.farthing.kit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What a vendor sends first: its two public keys and the one-time code that an operator handed out, signed with the signing
 * key that it carries, so that nobody enrols a key that it does not hold. Claims {@code code}, {@code aud}, {@code iat},
 * {@code keys}.
 *
 * @param code the one-time code; whether it is worth anything is the server's to say
 * @param signingJwk the vendor's public signing key, checked
 * @param encryptionJwk the vendor's public encryption key, checked; may be of the other family
 */
public record Enrolment(String code, String signingJwk, String encryptionJwk) {
    /** How old an enrolment may be. */
    public static final Duration MAX_AGE = SelfSigned.MAX_AGE;

    /** Characters of the longest enrolment. */
    public static final int MAX_CHARS = SelfSigned.MAX_CHARS;

    private static final String TYPE = "farthing-enrolment+jwt";
    private static final Set<String> CLAIMS = Set.of("code", "aud", "iat", "keys");
    private static final Set<String> KEYS = Set.of("signing", "encryption");

    /** Checks the code's alphabet. */
    public Enrolment {
        SelfSigned.checkCode(code);
    }

    /**
     * Makes an enrolment.
     *
     * @param audience the server
     */
    public static String sign(String code, SigningKey signing, EncryptionKey encryption, String audience, Instant now) {
        ObjectNode keys = StrictJson.newObject();
        VerificationKey verification = signing.verificationKey(SelfSigned.NOBODY_YET);
        Enrolment enrolment = new Enrolment(code, verification.toJwk(), encryption.toJwk());
        keys.set("signing", SelfSigned.parse(enrolment.signingJwk()));
        keys.set("encryption", SelfSigned.parse(enrolment.encryptionJwk()));
        ObjectNode claims =
                StrictJson.newObject().put("code", code).put("aud", audience).put("iat", now.getEpochSecond());
        claims.set("keys", keys);
        return CompactJws.sign(StrictJson.bytes(claims), TYPE, signing);
    }

    /**
     * Opens an enrolment: both keys are valid and public, it is signed with the one it carries, meant for this server, and
     * at most {@link #MAX_AGE} old. Using up the code is the server's.
     *
     * @throws EnrolmentRefused for everything else
     */
    public static Enrolment open(String jws, String audience, Instant now) throws EnrolmentRefused {
        try {
            SelfSigned signed =
                    SelfSigned.open(jws, TYPE, claims -> claims.path("keys").path("signing"));
            JsonNode keys = signed.claims().path("keys");
            EncryptionKey encryption = EncryptionKey.fromJwk(SelfSigned.jwk(keys.path("encryption")));
            if (!signed.isFor(audience, CLAIMS, now) || !SignedClaims.hasExactly(keys, KEYS)) {
                throw new EnrolmentRefused();
            }
            return new Enrolment(
                    signed.claims().path("code").asText(), signed.key().toJwk(), encryption.toJwk());
        } catch (EnvelopeRefused | MalformedJson | IllegalArgumentException e) {
            throw new EnrolmentRefused();
        }
    }
}
