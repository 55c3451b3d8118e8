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
import java.util.regex.Pattern;

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
    public static final Duration MAX_AGE = Duration.ofMinutes(5);

    /** Characters of the longest enrolment. */
    public static final int MAX_CHARS = 8192;

    private static final String TYPE = "farthing-enrolment+jwt";
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._~-]{1,128}");
    private static final Set<String> CLAIMS = Set.of("code", "aud", "iat", "keys");
    private static final Set<String> KEYS = Set.of("signing", "encryption");

    /** The carried key has no owner yet: that is what the code decides. */
    private static final String NOBODY_YET = "";

    /** Checks the code's alphabet. */
    public Enrolment {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("Give code as " + CODE + ".");
        }
    }

    /**
     * Makes an enrolment.
     *
     * @param audience the server
     */
    public static String sign(String code, SigningKey signing, EncryptionKey encryption, String audience, Instant now) {
        ObjectNode keys = StrictJson.newObject();
        VerificationKey verification = signing.verificationKey(NOBODY_YET);
        Enrolment enrolment = new Enrolment(code, verification.toJwk(), encryption.toJwk());
        keys.set("signing", parse(enrolment.signingJwk()));
        keys.set("encryption", parse(enrolment.encryptionJwk()));
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
            CompactJws text = CompactJws.parse(jws, TYPE, MAX_CHARS);
            ObjectNode claims = StrictJson.object(text.unverifiedPayload());
            JsonNode keys = claims.path("keys");
            VerificationKey signing = VerificationKey.fromJwk(jwk(keys, "signing"), NOBODY_YET);
            EncryptionKey encryption = EncryptionKey.fromJwk(jwk(keys, "encryption"));
            text.verify(signing);
            if (!SignedClaims.hasExactly(claims, CLAIMS)
                    || !SignedClaims.hasExactly(keys, KEYS)
                    || !audience.equals(claims.path("aud").textValue())
                    || !SignedClaims.isFresh(claims.path("iat"), MAX_AGE, now)) {
                throw new EnrolmentRefused();
            }
            return new Enrolment(claims.path("code").asText(), signing.toJwk(), encryption.toJwk());
        } catch (EnvelopeRefused | MalformedJson | IllegalArgumentException e) {
            throw new EnrolmentRefused();
        }
    }

    private static String jwk(JsonNode keys, String name) {
        return keys.path(name) instanceof ObjectNode jwk ? StrictJson.text(jwk) : "";
    }

    private static ObjectNode parse(String jwk) {
        try {
            return StrictJson.object(jwk);
        } catch (MalformedJson e) {
            throw new IllegalStateException("what the kit writes, it can read", e);
        }
    }
}
