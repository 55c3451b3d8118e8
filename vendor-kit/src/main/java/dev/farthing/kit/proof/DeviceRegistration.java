package dev.farthing.kit.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a customer's device sends first: its public key, a name for people and the one-time code that the bank handed to the
 * customer, signed with the key that it carries. Claims {@code code}, {@code aud}, {@code iat}, {@code name}, {@code key}.
 *
 * @param code the one-time code; whether it is worth anything is the server's to say
 * @param name what the customer calls the device
 * @param jwk the device's public signing key, checked
 */
public record DeviceRegistration(String code, String name, String jwk) {
    /** How old a registration may be. */
    public static final Duration MAX_AGE = SelfSigned.MAX_AGE;

    private static final String TYPE = "farthing-device+jwt";
    private static final Pattern NAME = Pattern.compile("(?=.*\\S)[^\\p{Cntrl}\\p{Cs}]{1,100}");
    private static final Set<String> CLAIMS = Set.of("code", "aud", "iat", "name", "key");

    /** Checks the code's alphabet and the name's length. */
    public DeviceRegistration {
        SelfSigned.checkCode(code);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Give name as 1 to 100 characters, none of them a control character.");
        }
    }

    /**
     * Makes a registration.
     *
     * @param audience the server
     * @throws IllegalArgumentException with what to do, if code or name are not in form
     */
    public static String sign(String code, String name, SigningKey key, String audience, Instant now) {
        DeviceRegistration registration = new DeviceRegistration(
                code, name, key.verificationKey(SelfSigned.NOBODY_YET).toJwk());
        ObjectNode claims = StrictJson.newObject()
                .put("code", code)
                .put("aud", audience)
                .put("iat", now.getEpochSecond())
                .put("name", name);
        claims.set("key", SelfSigned.parse(registration.jwk()));
        return CompactJws.sign(StrictJson.bytes(claims), TYPE, key);
    }

    /**
     * Opens a registration: its key is valid and public, it is signed with that key, meant for this server, and at most
     * {@link #MAX_AGE} old. Using up the code is the server's.
     *
     * @throws EnrolmentRefused for everything else
     */
    public static DeviceRegistration open(String jws, String audience, Instant now) throws EnrolmentRefused {
        try {
            SelfSigned signed = SelfSigned.open(jws, TYPE, claims -> claims.path("key"));
            ObjectNode claims = signed.claims();
            if (!signed.isFor(audience, CLAIMS, now)
                    || !claims.path("code").isTextual()
                    || !claims.path("name").isTextual()) {
                throw new EnrolmentRefused();
            }
            return new DeviceRegistration(
                    claims.path("code").textValue(),
                    claims.path("name").textValue(),
                    signed.key().toJwk());
        } catch (EnvelopeRefused | MalformedJson | IllegalArgumentException e) {
            throw new EnrolmentRefused();
        }
    }
}
