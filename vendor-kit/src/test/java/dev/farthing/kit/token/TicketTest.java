package dev.farthing.kit.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.token.TokenRefused.Reason;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goal: a ticket is good at one shop, for one visit, for two minutes. Method: both families, one difference at a time. */
class TicketTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SERVER = "farthing";
    private static final String SHOP = "shop-1";
    private static final String TYPE = "farthing-ticket+jwt";

    static Stream<SigningKey> keys() {
        return Stream.of(KeyFamily.values()).map(family -> SigningKey.generate(family, RANDOM));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isWhatWasSigned(SigningKey key) throws Exception {
        assertThat(verify(ticket("n-1").sign(SERVER, key), key, SHOP, NOW, "n-1"))
                .isEqualTo(ticket("n-1"));
        assertThat(verify(ticket(null).sign(SERVER, key), key, SHOP, NOW, null)).isEqualTo(ticket(null));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isGoodAtNoOtherShop(SigningKey key) {
        refusesFor(Reason.AUDIENCE, ticket(null).sign(SERVER, key), key, "shop-2", NOW, null);
        refusesFor(Reason.AUDIENCE, ticket(null).sign(SERVER, key), key, SERVER, NOW, null);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isGoodForItsOwnNonceOnly(SigningKey key) {
        refusesFor(Reason.SUBJECT, ticket("n-1").sign(SERVER, key), key, SHOP, NOW, "n-2");
        refusesFor(Reason.SUBJECT, ticket("n-1").sign(SERVER, key), key, SHOP, NOW, null);
        refusesFor(Reason.SUBJECT, ticket(null).sign(SERVER, key), key, SHOP, NOW, "n-1");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void endsAfterTwoMinutesAndTheClocksDifference(SigningKey key) throws Exception {
        String jws = ticket(null).sign(SERVER, key);
        assertThat(verify(jws, key, SHOP, NOW.plusSeconds(179), null)).isNotNull();
        refusesFor(Reason.EXPIRED, jws, key, SHOP, NOW.plusSeconds(180), null);
        assertThat(verify(jws, key, SHOP, NOW.minusSeconds(60), null)).isNotNull();
        refusesFor(Reason.NOT_YET_VALID, jws, key, SHOP, NOW.minusSeconds(61), null);
        assertThat(Ticket.REMEMBER).as("from the first second to the last").hasSeconds(60 + 120 + 60);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void livesNoLongerEvenIfTheServerSaysSo(SigningKey key) throws Exception {
        assertThat(verify(sign(claims(), key), key, SHOP, NOW, null)).isEqualTo(ticket(null));
        String exp = "\"exp\":" + NOW.plusSeconds(120).getEpochSecond();
        refuses(sign(claims().replace(exp, "\"exp\":" + NOW.plusSeconds(121).getEpochSecond()), key), key);
        refuses(sign(claims().replace(exp, "\"exp\":" + NOW.minusSeconds(1).getEpochSecond()), key), key);
        refuses(sign(claims().replace(exp, "\"exp\":9223372036854775807"), key), key);
        refuses(sign(claims().replace(exp, "\"exp\":-1"), key), key);
        refuses(sign(claims().replace(exp, "\"exp\":\"soon\""), key), key);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void hasExactlyItsClaims(SigningKey key) {
        refuses(sign(claims().replace("\"sub\"", "\"more\":1,\"sub\""), key), key);
        refuses(sign(claims().replace("\"jti\":\"t-1\",", ""), key), key);
        refuses(sign(claims().replace("\"jti\":\"t-1\"", "\"jti\":1"), key), key);
        refuses(sign(claims().replace("\"sub\":\"anna\"", "\"sub\":\"\""), key), key);
        refuses(sign(claims().replace("\"aud\":\"shop-1\"", "\"aud\":[\"shop-1\"]"), key), key);
        refuses(sign(claims().replace("\"sub\":\"anna\"", "\"sub\":\"anna\",\"sub\":\"bert\""), key), key);
        refuses(sign(claims().replace("\"iss\":\"farthing\"", "\"iss\":\"another\""), key), key);
        refuses(sign("[]", key), key);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isNothingElseThatTheServerSigns(SigningKey key) {
        for (String type : new String[] {"farthing-entitlement+jwt", "farthing-message+jwt", "JWT"}) {
            refuses(CompactJws.sign(bytes(claims()), type, key), key);
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isSignedByTheServer(SigningKey key) {
        SigningKey stranger = SigningKey.generate(key.family(), RANDOM);
        refuses(ticket(null).sign(SERVER, stranger), key);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void isRefusedWhereverACharacterOfItIsChanged(SigningKey key) {
        String jws = ticket("n-1").sign(SERVER, key);
        for (int i = 0; i < jws.length(); i++) {
            char other = jws.charAt(i) == 'A' ? 'B' : 'A';
            refuses(jws.substring(0, i) + other + jws.substring(i + 1), key, SHOP, NOW, "n-1");
        }
        refuses("", key);
        refuses(jws + ".", key);
        refuses("x".repeat(Ticket.MAX_CHARS + 1), key);
    }

    @Test
    void saysWhatToDoAboutATicketOutOfForm() {
        assertThatThrownBy(() -> new Ticket(SHOP, "anna", "t-1", NOW, NOW.plusSeconds(121), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("120 seconds");
        assertThatThrownBy(() -> ticket("not a nonce"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nonce");
    }

    private static Ticket ticket(@Nullable String nonce) {
        return new Ticket(SHOP, "anna", "t-1", NOW, NOW.plusSeconds(120), nonce);
    }

    private static String claims() {
        return "{\"iss\":\"farthing\",\"aud\":\"shop-1\",\"sub\":\"anna\",\"jti\":\"t-1\",\"iat\":"
                + NOW.getEpochSecond() + ",\"exp\":" + NOW.plusSeconds(120).getEpochSecond() + "}";
    }

    private static String sign(String claims, SigningKey key) {
        return CompactJws.sign(bytes(claims), TYPE, key);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Ticket verify(String jws, SigningKey key, String shop, Instant now, @Nullable String nonce)
            throws TokenRefused {
        VerificationKey verification = key.verificationKey(SERVER);
        return Ticket.verify(
                jws, kid -> kid.equals(key.kid()) ? verification : null, new Expectation(shop, now), nonce);
    }

    private static void refuses(String jws, SigningKey key) {
        refuses(jws, key, SHOP, NOW, null);
    }

    private static void refusesFor(
            Reason reason, String jws, SigningKey key, String shop, Instant now, @Nullable String nonce) {
        assertThatThrownBy(() -> verify(jws, key, shop, now, nonce))
                .isInstanceOfSatisfying(TokenRefused.class, refused -> assertThat(refused.reason())
                        .isEqualTo(reason));
    }

    private static void refuses(String jws, SigningKey key, String shop, Instant now, @Nullable String nonce) {
        assertThatThrownBy(() -> verify(jws, key, shop, now, nonce))
                .isInstanceOf(TokenRefused.class)
                .hasNoCause();
    }
}
