package dev.farthing.kit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A signed text that carries the public half of the key that it is signed with, so that nobody brings in a key that it does
 * not hold; and a one-time code, that says whose key it is to be.
 *
 * @param claims as they were signed
 * @param key the key that they carry; has no owner yet: that is what the code decides
 */
record SelfSigned(ObjectNode claims, VerificationKey key) {
    /** How old such a text may be. */
    static final Duration MAX_AGE = Duration.ofMinutes(5);

    /** Characters of the longest one. */
    static final int MAX_CHARS = 8192;

    /** Of a key that a code has yet to give to somebody. */
    static final String NOBODY_YET = "";

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    /**
     * Opens such a text: its key is valid and public, and has signed it.
     *
     * @param carried where in the claims the public JWK stands
     * @throws IllegalArgumentException if what stands there is no valid public signing key
     */
    static SelfSigned open(String jws, String type, Function<ObjectNode, JsonNode> carried)
            throws EnvelopeRefused, MalformedJson {
        CompactJws text = CompactJws.parse(jws, type, MAX_CHARS);
        ObjectNode claims = StrictJson.object(text.unverifiedPayload());
        VerificationKey key = VerificationKey.fromJwk(jwk(carried.apply(claims)), NOBODY_YET);
        text.verify(key);
        return new SelfSigned(claims, key);
    }

    /** True if it has these claims and no other, is meant for this server, and is at most {@link #MAX_AGE} old. */
    boolean isFor(String audience, Set<String> names, Instant now) {
        return SignedClaims.hasExactly(claims, names)
                && audience.equals(claims.path("aud").textValue())
                && SignedClaims.isFresh(claims.path("iat"), MAX_AGE, now);
    }

    /** The code, or {@link IllegalArgumentException} with what to do. */
    static String checkCode(String code) {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("Give code as " + CODE + ".");
        }
        return code;
    }

    /** A member that should be a JWK, as text; empty if it is no object. */
    static String jwk(JsonNode member) {
        return member instanceof ObjectNode jwk ? StrictJson.text(jwk) : "";
    }

    /** A JWK that the kit has written, to be put into claims. */
    static ObjectNode parse(String jwk) {
        try {
            return StrictJson.object(jwk);
        } catch (MalformedJson e) {
            throw new IllegalStateException("what the kit writes, it can read", e);
        }
    }
}
