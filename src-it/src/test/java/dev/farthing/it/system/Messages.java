package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Claims written by hand, for what the kit's records would not let through. */
final class Messages {
    private static final long LIFETIME_SECONDS = 120;

    private Messages() {}

    /** Claims that the envelope accepts, with that text between them. */
    static byte[] claims(String vendor, Instant now, String more) {
        long iat = now.getEpochSecond();
        return claims("\"iss\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d,%s"
                .formatted(vendor, Town.AUDIENCE, iat, iat + LIFETIME_SECONDS, more));
    }

    /** What a compact JWS says, whoever signed it. */
    static JsonNode unverifiedClaims(String jws) {
        try {
            return OperatorClient.JSON.readTree(Base64.getUrlDecoder().decode(jws.split("\\.", -1)[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] claims(String members) {
        return ("{" + members + "}").getBytes(StandardCharsets.UTF_8);
    }
}
