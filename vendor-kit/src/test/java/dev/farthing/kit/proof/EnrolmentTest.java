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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: only who holds a key can enrol it. Method: every pair of families, one difference at a time. */
class EnrolmentTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String TYPE = "farthing-enrolment+jwt";

    static Stream<Arguments> keys() {
        return Stream.of(KeyFamily.values()).flatMap(signing -> Stream.of(KeyFamily.values())
                .map(encryption -> Arguments.of(
                        SigningKey.generate(signing, RANDOM), DecryptionKey.generate(encryption, RANDOM))));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void opensWhatWasSigned(SigningKey signing, DecryptionKey decryption) throws Exception {
        String enrolment = Enrolment.sign("code-1", signing, decryption.encryptionKey(), "farthing", NOW);
        assertThat(Enrolment.open(enrolment, "farthing", NOW.plusSeconds(300)))
                .isEqualTo(new Enrolment(
                        "code-1",
                        signing.verificationKey("").toJwk(),
                        decryption.encryptionKey().toJwk()));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void refusesOtherTimesAndServers(SigningKey signing, DecryptionKey decryption) {
        String enrolment = Enrolment.sign("code-1", signing, decryption.encryptionKey(), "farthing", NOW);
        refuses(enrolment, "farthing2", NOW);
        refuses(enrolment, "farthing", NOW.plusSeconds(301));
        refuses(enrolment, "farthing", NOW.minusSeconds(61));
        refuses(enrolment + "A", "farthing", NOW);
        refuses("", "farthing", NOW);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void refusesAKeyThatTheSenderDoesNotHold(SigningKey signing, DecryptionKey decryption) {
        SigningKey thief = SigningKey.generate(signing.family(), RANDOM);
        String claims = claims(
                signing.verificationKey("").toJwk(), decryption.encryptionKey().toJwk());
        refuses(sign(claims, thief), "farthing", NOW);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void refusesPrivateKeysAndOtherClaims(SigningKey signing, DecryptionKey decryption) throws Exception {
        String publicSigning = signing.verificationKey("").toJwk();
        String publicEncryption = decryption.encryptionKey().toJwk();
        String good = claims(publicSigning, publicEncryption);
        assertThat(Enrolment.open(sign(good, signing), "farthing", NOW).code()).isEqualTo("code-1");
        refuses(sign(claims(signing.toJwk(), publicEncryption), signing), "farthing", NOW);
        refuses(sign(claims(publicSigning, decryption.toJwk()), signing), "farthing", NOW);
        refuses(sign(claims(publicEncryption, publicSigning), signing), "farthing", NOW);
        refuses(sign(good.replace("\"code\":\"code-1\"", "\"code\":\"\""), signing), "farthing", NOW);
        refuses(sign(good.replace("\"code\"", "\"more\":1,\"code\""), signing), "farthing", NOW);
        refuses(sign(good.replace("\"aud\":\"farthing\"", "\"aud\":[\"farthing\"]"), signing), "farthing", NOW);
        refuses(sign(good.replace("\"keys\":{", "\"keys\":{\"third\":{},"), signing), "farthing", NOW);
        refuses(CompactJws.sign(bytes(good), "farthing-message+jwt", signing), "farthing", NOW);
    }

    private static String claims(String signingJwk, String encryptionJwk) {
        return "{\"code\":\"code-1\",\"aud\":\"farthing\",\"iat\":" + NOW.getEpochSecond() + ",\"keys\":{\"signing\":"
                + signingJwk + ",\"encryption\":" + encryptionJwk + "}}";
    }

    private static String sign(String claims, SigningKey key) {
        return CompactJws.sign(bytes(claims), TYPE, key);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void refuses(String enrolment, String audience, Instant now) {
        assertThatThrownBy(() -> Enrolment.open(enrolment, audience, now))
                .isInstanceOf(EnrolmentRefused.class)
                .hasMessage(EnrolmentRefused.MESSAGE)
                .hasNoCause();
    }
}
