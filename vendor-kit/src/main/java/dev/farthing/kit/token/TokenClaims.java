package dev.farthing.kit.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.KeyLookup;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.token.TokenRefused.Reason;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The claims of a statement whose signature held: read one by one, and at the end none may be left unread. */
final class TokenClaims {
    private static final long MAX_EPOCH_SECONDS = 253_402_300_799L; // the year 9999

    private final ObjectNode claims;
    private final String signer;
    private final Set<String> read = new HashSet<>();

    private TokenClaims(ObjectNode claims, String signer) {
        this.claims = claims;
        this.signer = signer;
    }

    static TokenClaims open(String jws, String type, int maxChars, KeyLookup<VerificationKey> keys)
            throws TokenRefused {
        try {
            CompactJws.Verified verified = CompactJws.open(jws, type, maxChars, keys);
            return new TokenClaims(
                    StrictJson.object(verified.payload()), verified.key().owner());
        } catch (EnvelopeRefused e) {
            throw new TokenRefused(Reason.NOT_AUTHENTIC);
        } catch (MalformedJson e) {
            throw new TokenRefused(Reason.CLAIMS);
        }
    }

    /** Who owns the key that signed. */
    String signer() {
        return signer;
    }

    boolean has(String name) {
        return claims.has(name);
    }

    String text(String name, Pattern form) throws TokenRefused {
        JsonNode value = take(name);
        require(value.isTextual() && form.matcher(value.textValue()).matches(), Reason.CLAIMS);
        return value.textValue();
    }

    long integer(String name, long min, long max) throws TokenRefused {
        JsonNode value = take(name);
        require(value.isIntegralNumber() && value.canConvertToLong(), Reason.CLAIMS);
        require(value.longValue() >= min && value.longValue() <= max, Reason.CLAIMS);
        return value.longValue();
    }

    Instant time(String name) throws TokenRefused {
        return Instant.ofEpochSecond(integer(name, 0, MAX_EPOCH_SECONDS));
    }

    TokenClaims object(String name) throws TokenRefused {
        if (take(name) instanceof ObjectNode object) {
            return new TokenClaims(object, signer);
        }
        throw new TokenRefused(Reason.CLAIMS);
    }

    void nothingElse() throws TokenRefused {
        require(claims.size() == read.size(), Reason.CLAIMS);
    }

    static void requireIssued(Instant issuedAt, Instant now) throws TokenRefused {
        require(!issuedAt.isAfter(now.plus(SealedEnvelope.MAX_CLOCK_SKEW)), Reason.NOT_YET_VALID);
    }

    static void requireUnexpired(Instant expiresAt, Instant now) throws TokenRefused {
        require(now.isBefore(expiresAt.plus(SealedEnvelope.MAX_CLOCK_SKEW)), Reason.EXPIRED);
    }

    static void require(boolean condition, Reason otherwise) throws TokenRefused {
        if (!condition) {
            throw new TokenRefused(otherwise);
        }
    }

    private JsonNode take(String name) throws TokenRefused {
        JsonNode value = claims.get(name);
        if (value == null) {
            throw new TokenRefused(Reason.CLAIMS);
        }
        read.add(name);
        return value;
    }
}
