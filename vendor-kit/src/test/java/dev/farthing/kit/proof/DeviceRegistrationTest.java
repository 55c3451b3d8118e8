package dev.farthing.kit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: only who holds a key can register it for a device. Method: both families, one difference at a time. */
class DeviceRegistrationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TYPE = "farthing-device+jwt";

    static Stream<SigningKey> keys() {
        return Stream.of(KeyFamily.values()).map(family -> SigningKey.generate(family, RANDOM));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void opensWhatWasSigned(SigningKey key) throws Exception {
        String registration = DeviceRegistration.sign("code-1", "Anna's phone, blü", key, "farthing", NOW);
        assertThat(DeviceRegistration.open(registration, "farthing", NOW.plusSeconds(300)))
                .isEqualTo(new DeviceRegistration(
                        "code-1", "Anna's phone, blü", key.verificationKey("").toJwk()));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void refusesOtherTimesAndServers(SigningKey key) {
        String registration = DeviceRegistration.sign("code-1", "phone", key, "farthing", NOW);
        refuses(registration, "farthing2", NOW);
        refuses(registration, "farthing", NOW.plusSeconds(301));
        refuses(registration, "farthing", NOW.minusSeconds(61));
        refuses(registration + "A", "farthing", NOW);
        refuses("", "farthing", NOW);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void refusesAKeyThatTheSenderDoesNotHold(SigningKey key) {
        SigningKey thief = SigningKey.generate(key.family(), RANDOM);
        refuses(sign(claims(key.verificationKey("").toJwk()), thief), "farthing", NOW);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void refusesPrivateKeysAndOtherClaims(SigningKey key) throws Exception {
        String good = claims(key.verificationKey("").toJwk());
        assertThat(DeviceRegistration.open(sign(good, key), "farthing", NOW).name())
                .isEqualTo("phone");
        refuses(sign(claims(key.toJwk()), key), "farthing", NOW);
        String encryptionJwk =
                DecryptionKey.generate(key.family(), RANDOM).encryptionKey().toJwk();
        refuses(sign(claims(encryptionJwk), key), "farthing", NOW);
        refuses(sign(claims("\"key\""), key), "farthing", NOW);
        refuses(sign(good.replace("\"code-1\"", "\"\""), key), "farthing", NOW);
        refuses(sign(good.replace("\"code-1\"", "1"), key), "farthing", NOW);
        refuses(sign(good.replace("\"code\"", "\"more\":1,\"code\""), key), "farthing", NOW);
        refuses(sign(good.replace("\"code\":\"code-1\",", ""), key), "farthing", NOW);
        refuses(sign(good.replace("\"phone\"", "\"  \""), key), "farthing", NOW);
        refuses(sign(good.replace("\"phone\"", "\"a\\u0000b\""), key), "farthing", NOW);
        refuses(sign(good.replace("\"phone\"", "\"" + "x".repeat(101) + "\""), key), "farthing", NOW);
        refuses(sign(good.replace("\"phone\"", "null"), key), "farthing", NOW);
        refuses(sign(good.replace("\"aud\":\"farthing\"", "\"aud\":[\"farthing\"]"), key), "farthing", NOW);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isNoEnrolmentOfAVendorAndNoneIsOneOfThese(SigningKey key) {
        String registration = DeviceRegistration.sign("code-1", "phone", key, "farthing", NOW);
        assertThatThrownBy(() -> Enrolment.open(registration, "farthing", NOW)).isInstanceOf(EnrolmentRefused.class);
        String enrolment = Enrolment.sign(
                "code-1", key, DecryptionKey.generate(key.family(), RANDOM).encryptionKey(), "farthing", NOW);
        refuses(enrolment, "farthing", NOW);
        refuses(
                CompactJws.sign(
                        claims(key.verificationKey("").toJwk()).getBytes(StandardCharsets.UTF_8),
                        "farthing-proof+jwt",
                        key),
                "farthing",
                NOW);
    }

    @Test
    void saysWhatToDoAboutACodeOrANameOutOfForm() {
        SigningKey key = SigningKey.generate(KeyFamily.ED25519, RANDOM);
        assertThatThrownBy(() -> DeviceRegistration.sign("no spaces", "phone", key, "farthing", NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("code");
        assertThatThrownBy(() -> DeviceRegistration.sign("code-1", "", key, "farthing", NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    private static String claims(String jwk) {
        return "{\"code\":\"code-1\",\"aud\":\"farthing\",\"iat\":" + NOW.getEpochSecond()
                + ",\"name\":\"phone\",\"key\":" + jwk + "}";
    }

    private static String sign(String claims, SigningKey key) {
        return CompactJws.sign(claims.getBytes(StandardCharsets.UTF_8), TYPE, key);
    }

    private static void refuses(String registration, String audience, Instant now) {
        assertThatThrownBy(() -> DeviceRegistration.open(registration, audience, now))
                .isInstanceOf(EnrolmentRefused.class)
                .hasMessage(EnrolmentRefused.MESSAGE)
                .hasNoCause();
    }
}
