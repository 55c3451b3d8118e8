package dev.farthing.kit.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What only the holder of an offered encryption key can read: a nonce, in a sealed message of the server to that key. Telling
 * the nonce proves possession. Claims {@code iss}, {@code aud}, {@code iat}, {@code exp}, {@code key} (the offered key's id)
 * and {@code nonce}; it has no {@code outcome}, so that it is never taken for an answer to a payment.
 *
 * @param server who asks
 * @param vendor who is asked
 * @param kid the offered key
 * @param nonce 43 characters, base64url of 32 random bytes
 */
public record KeyChallenge(String server, String vendor, String kid, String nonce) {
    /** How long a challenge can be opened. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Set<String> CLAIMS = Set.of("iss", "aud", "iat", "exp", "key", "nonce");

    /** Checks the nonce's form. */
    public KeyChallenge {
        if (!NONCE.matcher(nonce).matches()) {
            throw new IllegalArgumentException("Give nonce as " + NONCE + ".");
        }
    }

    /** The claims, for sealing. */
    public byte[] toJson(Instant now) {
        return StrictJson.bytes(StrictJson.newObject()
                .put("iss", server)
                .put("aud", vendor)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFETIME).getEpochSecond())
                .put("key", kid)
                .put("nonce", nonce));
    }

    /** Reads the claims of an opened message; empty if it is anything but a challenge. */
    public static Optional<KeyChallenge> fromClaims(ObjectNode claims) {
        JsonNode nonce = claims.path("nonce");
        if (!SignedClaims.hasExactly(claims, CLAIMS)
                || !claims.path("key").isTextual()
                || !nonce.isTextual()
                || !NONCE.matcher(nonce.textValue()).matches()) {
            return Optional.empty();
        }
        return Optional.of(new KeyChallenge(
                claims.path("iss").textValue(),
                claims.path("aud").textValue(),
                claims.path("key").textValue(),
                nonce.textValue()));
    }
}
