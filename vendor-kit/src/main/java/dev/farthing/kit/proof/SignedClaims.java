package dev.farthing.kit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.kit.envelope.SealedEnvelope;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** What is asked of the claims of every signed text. */
final class SignedClaims {
    private SignedClaims() {}

    /** Every member is there and no other. */
    static boolean hasExactly(JsonNode object, Set<String> members) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names.equals(members);
    }

    /** Whole seconds, neither too long ago nor further in the future than clocks differ. */
    static boolean isFresh(JsonNode iat, Duration maxAge, Instant now) {
        return iat.isIntegralNumber()
                && iat.canConvertToLong()
                && iat.longValue() >= now.getEpochSecond() - maxAge.toSeconds()
                && iat.longValue() <= now.getEpochSecond() + SealedEnvelope.MAX_CLOCK_SKEW.toSeconds();
    }
}
