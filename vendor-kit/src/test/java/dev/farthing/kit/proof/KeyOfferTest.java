package dev.farthing.kit.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.CompactJws;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.json.StrictJson;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: only who holds a new key, and is the vendor, can offer it. Method: one thing of an offer changed at a time. */
class KeyOfferTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SERVER = "farthing";
    private static final String TYPE = "farthing-key-offer+jwt";

    private final SigningKey current = SigningKey.generate(KeyFamily.ED25519, RANDOM);
    private final SigningKey next = SigningKey.generate(KeyFamily.P256, RANDOM);
    private final DecryptionKey nextDecryption = DecryptionKey.generate(KeyFamily.ED25519, RANDOM);

    @ParameterizedTest
    @EnumSource
    void opensAnOfferOfASigningKeyUnderItsOwnSignature(KeyFamily family) throws Exception {
        SigningKey offered = SigningKey.generate(family, RANDOM);
        KeyOffer offer = open(KeyOffer.sign("kiosk", offered, SERVER, NOW));
        assertThat(offer)
                .isEqualTo(new KeyOffer(
                        "kiosk",
                        KeyOffer.Use.SIG,
                        offered.verificationKey("kiosk").toJwk(),
                        offered.kid(),
                        offered.kid()));
    }

    @ParameterizedTest
    @EnumSource
    void opensAnOfferOfAnEncryptionKeyUnderTheCurrentSignature(KeyFamily family) throws Exception {
        DecryptionKey offered = DecryptionKey.generate(family, RANDOM);
        KeyOffer offer = open(KeyOffer.sign("kiosk", offered.encryptionKey(), current, SERVER, NOW));
        assertThat(offer)
                .isEqualTo(new KeyOffer(
                        "kiosk", KeyOffer.Use.ENC, offered.encryptionKey().toJwk(), offered.kid(), current.kid()));
    }

    @Test
    void refusesASigningKeyThatTheSenderDoesNotHold() {
        refuses(offer(current, claims -> {}));
        refuses(offer(
                next,
                claims -> claims.set("key", jwk(current.verificationKey("kiosk").toJwk()))));
    }

    @Test
    void refusesAnEncryptionKeyUnderAnyOtherSignatureThanTheVendors() {
        refuses(KeyOffer.sign("kiosk", nextDecryption.encryptionKey(), next, SERVER, NOW));
        refuses(KeyOffer.sign("bakery", nextDecryption.encryptionKey(), current, SERVER, NOW));
    }

    @Test
    void refusesAnEncryptionKeyThatSaysThatItSigns() {
        refuses(offer(
                next,
                claims -> claims.set("key", jwk(nextDecryption.encryptionKey().toJwk()))));
        refuses(offer(current, claims -> claims.put("use", "enc")));
    }

    @Test
    void refusesAnotherServersOfferAndAnOldOrEarlyOne() {
        refuses(KeyOffer.sign("kiosk", next, "another", NOW));
        refuses(KeyOffer.sign("kiosk", next, SERVER, NOW.minus(KeyOffer.MAX_AGE).minusSeconds(1)));
        refuses(KeyOffer.sign("kiosk", next, SERVER, NOW.plusSeconds(61)));
    }

    @Test
    void refusesClaimsTooManyOrTooFew() {
        refuses(offer(next, claims -> claims.put("more", 1)));
        for (String name : new String[] {"iss", "aud", "iat", "key", "use"}) {
            refuses(offer(next, claims -> claims.remove(name)));
        }
        refuses(offer(next, claims -> claims.put("use", "wrap")));
        refuses(offer(next, claims -> claims.put("key", "text")));
        refuses(offer(next, claims -> claims.put("iss", 7)));
    }

    @Test
    void refusesAPrivateKeyAndOneOfLowOrder() {
        refuses(offer(next, claims -> claims.set("key", jwk(next.toJwk()))));
        refuses(offer(current, claims -> claims.put("use", "enc")
                .set(
                        "key",
                        StrictJson.newObject()
                                .put("kty", "OKP")
                                .put("crv", "X25519")
                                .put("x", "A".repeat(43)))));
    }

    @Test
    void refusesWhatWasSignedForAnotherPurpose() {
        refuses(CompactJws.sign(StrictJson.bytes(claims()), "farthing-enrolment+jwt", next));
        refuses(CompactJws.sign(StrictJson.bytes(claims()), "farthing-message+jwt", next));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "not a token", "eyJ9.e30.AAAA"})
    void refusesWhatIsNoToken(String text) {
        refuses(text);
        refuses(KeyOffer.sign("kiosk", next, SERVER, NOW) + text + "A".repeat(KeyOffer.MAX_CHARS));
    }

    @Test
    void refusesEverySingleChangedCharacter() {
        String offer = KeyOffer.sign("kiosk", next, SERVER, NOW);
        for (int i = 0; i < offer.length(); i += 7) {
            char other = offer.charAt(i) == 'B' ? 'C' : 'B';
            refuses(offer.substring(0, i) + other + offer.substring(i + 1));
        }
    }

    @Test
    void aChallengeComesBackAsItWentOutAndIsNothingElse() throws Exception {
        KeyChallenge challenge = new KeyChallenge(SERVER, "kiosk", nextDecryption.kid(), "n".repeat(43));
        ObjectNode claims = StrictJson.object(challenge.toJson(NOW));
        assertThat(KeyChallenge.fromClaims(claims)).isEqualTo(Optional.of(challenge));
        assertThat(KeyChallenge.fromClaims(claims.deepCopy().put("outcome", "accepted")))
                .isEmpty();
        assertThat(KeyChallenge.fromClaims(claims.deepCopy().put("nonce", "short")))
                .isEmpty();
    }

    private String offer(SigningKey signer, Consumer<ObjectNode> change) {
        ObjectNode claims = claims();
        change.accept(claims);
        return CompactJws.sign(StrictJson.bytes(claims), TYPE, signer);
    }

    private ObjectNode claims() {
        ObjectNode claims = StrictJson.newObject()
                .put("iss", "kiosk")
                .put("aud", SERVER)
                .put("iat", NOW.getEpochSecond())
                .put("use", "sig");
        claims.set("key", jwk(next.verificationKey("kiosk").toJwk()));
        return claims;
    }

    private KeyOffer open(String jws) throws KeyOfferRefused {
        return KeyOffer.open(jws, this::find, SERVER, NOW);
    }

    private @Nullable VerificationKey find(String kid) {
        return kid.equals(current.kid()) ? current.verificationKey("kiosk") : null;
    }

    private void refuses(String jws) {
        assertThatThrownBy(() -> open(jws))
                .isInstanceOf(KeyOfferRefused.class)
                .hasMessage(KeyOfferRefused.MESSAGE)
                .hasNoCause();
    }

    private static ObjectNode jwk(String text) {
        try {
            return StrictJson.object(text);
        } catch (dev.farthing.kit.json.MalformedJson e) {
            throw new IllegalArgumentException(e);
        }
    }
}
