package dev.farthing.kit.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.KeyLookup;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.token.Entitlement.Model;
import dev.farthing.kit.token.TokenRefused.Reason;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: nobody is believed about an entitlement but the server, and only by the vendor that it is for. Method: write and
 * verify; change each part of the text, each claim, the key, the reader and the time.
 */
class EntitlementTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningKey SERVER = SigningKey.generate(KeyFamily.ED25519, RANDOM);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Expectation KIOSK = new Expectation("kiosk", NOW);
    private static final String LIST = "https://pay.example/api/v1/status-lists/3";

    private static final Entitlement COUNTED =
            entitlement(new Entitlement.Rights(Model.COUNT, 20, NOW, null, "Read 20 articles"));

    static Stream<Entitlement> ofEveryModel() {
        return Stream.of(
                COUNTED,
                entitlement(new Entitlement.Rights(Model.ONCE, null, NOW, null, "")),
                entitlement(new Entitlement.Rights(Model.PERIOD, null, NOW, NOW.plusSeconds(60), "Für einen Tag")),
                entitlement(new Entitlement.Rights(Model.UNTIL, null, NOW, NOW.plusSeconds(9), "Until the show")));
    }

    @ParameterizedTest
    @MethodSource("ofEveryModel")
    void verifiesWhatItSigned(Entitlement entitlement) throws Exception {
        assertThat(Entitlement.verify(entitlement.sign(SERVER), keys(SERVER), KIOSK))
                .isEqualTo(entitlement);
    }

    @ParameterizedTest
    @EnumSource(KeyFamily.class)
    void isSignedInEitherFamily(KeyFamily family) throws Exception {
        SigningKey key = SigningKey.generate(family, RANDOM);
        assertThat(Entitlement.verify(COUNTED.sign(key), keys(key), KIOSK)).isEqualTo(COUNTED);
    }

    @Test
    void saysTheSameEachTimeItIsSigned() {
        assertThat(COUNTED.sign(SERVER)).isEqualTo(COUNTED.sign(SERVER));
    }

    @Test
    void refusesAChangeOfAnySingleCharacter() {
        String jws = COUNTED.sign(SERVER);
        for (int i = 0; i < jws.length(); i++) {
            char other = jws.charAt(i) == 'A' ? 'B' : 'A';
            String changed = jws.substring(0, i) + other + jws.substring(i + 1);
            assertThatThrownBy(() -> Entitlement.verify(changed, keys(SERVER), KIOSK))
                    .as("character " + i)
                    .isInstanceOf(TokenRefused.class);
        }
    }

    @Test
    void refusesAnUnknownKeyAndAnotherKeyUnderTheKnownName() {
        SigningKey stranger = SigningKey.generate(KeyFamily.ED25519, RANDOM);
        assertThat(reason(COUNTED.sign(stranger), keys(SERVER), KIOSK)).isEqualTo(Reason.NOT_AUTHENTIC);
        KeyLookup<VerificationKey> careless = kid -> SERVER.verificationKey("farthing");
        assertThat(reason(COUNTED.sign(stranger), careless, KIOSK)).isEqualTo(Reason.NOT_AUTHENTIC);
    }

    @Test
    void refusesWhatAnotherThanTheServerSignedWithItsOwnKey() {
        KeyLookup<VerificationKey> vendors = kid -> SERVER.verificationKey("kiosk");
        assertThat(reason(COUNTED.sign(SERVER), vendors, KIOSK)).isEqualTo(Reason.ISSUER);
    }

    @Test
    void refusesAnotherVendorsAndOneOfTheFuture() {
        String jws = COUNTED.sign(SERVER);
        assertThat(reason(jws, keys(SERVER), new Expectation("bakery", NOW))).isEqualTo(Reason.AUDIENCE);
        assertThat(reason(jws, keys(SERVER), new Expectation("kiosk", NOW.minusSeconds(61))))
                .isEqualTo(Reason.NOT_YET_VALID);
    }

    @Test
    void refusesWhatWasSignedForAnotherPurpose() {
        String asMessage = CompactJws.sign(payload(COUNTED), "farthing-message+jwt", SERVER);
        assertThat(reason(asMessage, keys(SERVER), KIOSK)).isEqualTo(Reason.NOT_AUTHENTIC);
    }

    @Test
    void refusesOverlongInput() {
        assertThat(reason(COUNTED.sign(SERVER) + "A".repeat(Entitlement.MAX_CHARS), keys(SERVER), KIOSK))
                .isEqualTo(Reason.NOT_AUTHENTIC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantity\":2 | \"quantity\":0",
                "\"quantity\":2 | \"quantity\":2.0",
                "\"count\":20, | ''",
                "\"count\":20 | \"count\":0",
                "\"count\":20 | \"count\":20,\"until\":1772366500",
                "\"model\":\"COUNT\" | \"model\":\"ALWAYS\"",
                "\"model\":\"COUNT\" | \"model\":\"ONCE\"",
                "\"from\":1772366400 | \"from\":\"1772366400\"",
                "\"iat\":1772366400, | ''",
                "\"idx\":77 | \"idx\":131072",
                "\"idx\":77 | \"idx\":-1",
                "\"uri\":\"https | \"uri\":\"file",
                "\"jti\":\"p-1\" | \"jti\":\"p-1\",\"more\":1",
                "\"text\":\"Read 20 articles\" | \"text\":\"Read\\u0007\"",
            })
    void refusesASignedClaimOutOfRange(String from, String to) {
        String claims = new String(payload(COUNTED), StandardCharsets.UTF_8);
        String changed = claims.replace(from, to);
        assertThat(changed).isNotEqualTo(claims);
        String jws = CompactJws.sign(changed.getBytes(StandardCharsets.UTF_8), Entitlement.TYPE, SERVER);
        assertThat(reason(jws, keys(SERVER), KIOSK)).as(changed).isEqualTo(Reason.CLAIMS);
    }

    @Test
    void endsWithItsLastSecond() {
        Entitlement aMinute = entitlement(new Entitlement.Rights(Model.PERIOD, null, NOW, NOW.plusSeconds(60), ""));
        assertThat(aMinute.isInTime(NOW)).isTrue();
        assertThat(aMinute.isInTime(NOW.plusSeconds(59))).isTrue();
        assertThat(aMinute.isInTime(NOW.plusSeconds(60))).isFalse();
        assertThat(aMinute.isInTime(NOW.minusSeconds(61))).isFalse();
        assertThat(COUNTED.isInTime(NOW.plusSeconds(1_000_000_000))).isTrue();
    }

    private static Entitlement entitlement(Entitlement.Rights rights) {
        return new Entitlement(
                "farthing", "kiosk", "c7", "p-1", NOW, "i9", 2, rights, new Entitlement.Status(77, LIST));
    }

    private static KeyLookup<VerificationKey> keys(SigningKey key) {
        return kid -> kid.equals(key.kid()) ? key.verificationKey("farthing") : null;
    }

    private static byte[] payload(Entitlement entitlement) {
        return Base64.getUrlDecoder().decode(entitlement.sign(SERVER).split("\\.", -1)[1]);
    }

    private static Reason reason(String jws, KeyLookup<VerificationKey> keys, Expectation expected) {
        TokenRefused refused = catchThrowableOfType(TokenRefused.class, () -> Entitlement.verify(jws, keys, expected));
        assertThat(refused).isNotNull();
        return refused.reason();
    }
}
