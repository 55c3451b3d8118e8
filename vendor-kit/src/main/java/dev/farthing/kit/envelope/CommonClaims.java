package dev.farthing.kit.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.EnvelopeRefused.Reason;
import java.time.Duration;
import java.time.Instant;

/** The claims that every message has (RFC 7519 §4.1), and what must be true of them. */
record CommonClaims(String issuer, String audience, Instant issuedAt, Instant expiresAt) {
    /** Seconds since 1970 that no message needs, far inside what {@link Instant} can hold: the year 9999. */
    private static final long MAX_EPOCH_SECONDS = 253_402_300_799L;

    static CommonClaims of(ObjectNode claims) throws EnvelopeRefused {
        return new CommonClaims(
                text(claims.path("iss")), text(claims.path("aud")), time(claims.path("iat")), time(claims.path("exp")));
    }

    void require(String owner, Expectation expected) throws EnvelopeRefused {
        refuse(!issuer.equals(owner), Reason.ISSUER);
        refuse(!audience.equals(expected.audience()), Reason.AUDIENCE);
        Duration lifetime = Duration.between(issuedAt, expiresAt);
        refuse(lifetime.isNegative() || lifetime.compareTo(SealedEnvelope.MAX_LIFETIME) > 0, Reason.LIFETIME);
        Instant now = expected.now();
        refuse(issuedAt.isAfter(now.plus(SealedEnvelope.MAX_CLOCK_SKEW)), Reason.NOT_YET_VALID);
        refuse(!now.isBefore(expiresAt.plus(SealedEnvelope.MAX_CLOCK_SKEW)), Reason.EXPIRED);
    }

    private static String text(JsonNode claim) throws EnvelopeRefused {
        refuse(!claim.isTextual(), Reason.CLAIMS);
        return claim.textValue();
    }

    private static Instant time(JsonNode claim) throws EnvelopeRefused {
        refuse(!claim.isIntegralNumber() || !claim.canConvertToLong(), Reason.CLAIMS);
        long seconds = claim.longValue();
        refuse(seconds < 0 || seconds > MAX_EPOCH_SECONDS, Reason.CLAIMS);
        return Instant.ofEpochSecond(seconds);
    }

    private static void refuse(boolean condition, Reason reason) throws EnvelopeRefused {
        if (condition) {
            throw new EnvelopeRefused(reason);
        }
    }
}
