package dev.farthing.it.system;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

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

    static byte[] claims(String members) {
        return ("{" + members + "}").getBytes(StandardCharsets.UTF_8);
    }
}
