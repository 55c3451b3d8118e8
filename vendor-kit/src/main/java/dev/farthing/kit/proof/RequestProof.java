package dev.farthing.kit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.KeyLookup;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.Sha256;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A signed statement "this very request is mine", in the manner of RFC 9449: bound to method, URI, query and body, made once,
 * good for a minute. Claims {@code aud} (the server), {@code htm}, {@code htu}, {@code htq} (SHA-256 of the raw query, absent without one), {@code bod}
 * (SHA-256 of the body, always), {@code jti}, {@code iat}.
 */
public final class RequestProof {
    /** The HTTP header that carries the proof. */
    public static final String HEADER = "Farthing-Proof";

    /** How old a proof may be. */
    public static final Duration MAX_AGE = Duration.ofSeconds(60);

    /** How long a proof's id must be remembered to refuse a second use: its age, and a clock that runs ahead. */
    public static final Duration REMEMBER = MAX_AGE.plus(SealedEnvelope.MAX_CLOCK_SKEW);

    /** Characters of the longest proof. */
    public static final int MAX_CHARS = 4096;

    private static final String TYPE = "farthing-proof+jwt";
    private static final Pattern JTI = Pattern.compile("[A-Za-z0-9._~-]{1,64}");

    private RequestProof() {}

    /**
     * Proves the request.
     *
     * @param jti an id that this key has never used
     */
    public static String sign(SigningKey key, ProvenRequest request, String jti, Instant now) {
        if (!JTI.matcher(jti).matches()) {
            throw new IllegalArgumentException("Give jti as " + JTI + ".");
        }
        ObjectNode claims = requestClaims(request).put("jti", jti).put("iat", now.getEpochSecond());
        return CompactJws.sign(StrictJson.bytes(claims), TYPE, key);
    }

    /**
     * Verifies a proof. Every refusal has the same text and has cost exactly one verification.
     *
     * @throws ProofRefused if it is malformed, of no known key, for another request, or older than {@link #MAX_AGE}
     */
    public static Proof verify(String jws, KeyLookup<VerificationKey> keys, ProvenRequest request, Instant now)
            throws ProofRefused {
        try {
            CompactJws.Verified verified = CompactJws.open(jws, TYPE, MAX_CHARS, keys);
            ObjectNode claims = StrictJson.object(verified.payload());
            JsonNode jti = claims.path("jti");
            JsonNode iat = claims.path("iat");
            if (!isFor(request, claims)
                    || !jti.isTextual()
                    || !JTI.matcher(jti.textValue()).matches()
                    || !SignedClaims.isFresh(iat, MAX_AGE, now)) {
                throw new ProofRefused();
            }
            return new Proof(
                    verified.key().kid(),
                    verified.key().owner(),
                    jti.textValue(),
                    Instant.ofEpochSecond(iat.longValue()));
        } catch (EnvelopeRefused | MalformedJson e) {
            throw new ProofRefused();
        }
    }

    private static ObjectNode requestClaims(ProvenRequest request) {
        ObjectNode claims = StrictJson.newObject()
                .put("aud", request.audience())
                .put("htm", request.method())
                .put("htu", request.uri());
        if (request.rawQuery() != null) {
            claims.put("htq", Sha256.base64Url(request.rawQuery().getBytes(StandardCharsets.UTF_8)));
        }
        return claims.put("bod", Sha256.base64Url(request.body()));
    }

    private static boolean isFor(ProvenRequest request, ObjectNode claims) {
        ObjectNode expected = requestClaims(request);
        Set<String> names = new HashSet<>(Set.of("jti", "iat"));
        expected.fieldNames().forEachRemaining(names::add);
        return SignedClaims.hasExactly(claims, names)
                && expected.properties().stream().allMatch(e -> e.getValue().equals(claims.get(e.getKey())));
    }
}
