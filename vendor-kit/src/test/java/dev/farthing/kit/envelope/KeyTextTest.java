package dev.farthing.kit.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: only sound keys of the two families become keys, and a refusal says what to do. Method: one fault at a time. */
class KeyTextTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** RFC 8037 appendix A.2 and A.3: key and thumbprint. */
    @Test
    void namesAKeyByItsThumbprint() {
        VerificationKey key = VerificationKey.fromJwk(
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}", "kiosk");
        assertThat(key.kid()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        assertThat(key.owner()).isEqualTo("kiosk");
    }

    @ParameterizedTest
    @EnumSource
    void keepsThePrivatePartOutOfThePublicText(KeyFamily family) {
        SigningKey signing = SigningKey.generate(family, RANDOM);
        DecryptionKey decryption = DecryptionKey.generate(family, RANDOM);
        assertThat(signing.verificationKey("kiosk").toJwk())
                .doesNotContain("\"d\"")
                .contains("\"use\":\"sig\"");
        assertThat(decryption.encryptionKey().toJwk()).doesNotContain("\"d\"").contains("\"use\":\"enc\"");
        assertThat(signing.toString() + decryption).doesNotContain("\"d\"");
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnUnsoundSigningKey(KeyFamily family) {
        String good = SigningKey.generate(family, RANDOM).toJwk();
        String other = SigningKey.generate(family, RANDOM).toJwk();
        refusesPrivate(good, j -> "", "one JSON object");
        refusesPrivate(good, j -> "[]", "one JSON object");
        refusesPrivate(good, j -> j + "{}", "one JSON object");
        refusesPrivate(good, j -> j.replaceFirst("\"kty\":\"[^\"]*\"", "$0,$0"), "one JSON object");
        refusesPrivate(good, j -> j.replaceFirst(",\"d\":\"[^\"]*\"", ""), "private one");
        refusesPrivate(good, j -> j.replace("\"use\":\"sig\"", "\"use\":\"enc\""), "use sig");
        refusesPrivate(good, j -> j.replaceFirst("\"crv\":\"[^\"]*\"", "\"crv\":\"P-384\""), "Ed25519 or P-256");
        refusesPrivate(good, j -> j.replaceFirst("\"crv\":\"[^\"]*\"", "\"crv\":\"X25519\""), "Ed25519 or P-256");
        refusesPrivate(good, j -> j.replaceFirst("\"alg\":\"[^\"]*\"", "\"alg\":\"RS256\""), "with alg");
        refusesPrivate(good, j -> j.replaceFirst("\"kid\":\"[^\"]*\"", "\"kid\":\"mine\""), "thumbprint");
        refusesPrivate(good, j -> j.replaceFirst("\"kty\":\"[^\"]*\"", "\"kty\":\"oct\""), "kty");
        refusesPrivate(good, j -> j.replaceFirst("\"x\":\"[^\"]*\"", "\"x\":\"AAAA\""), "32 bytes");
        refusesPrivate(good, j -> j.replaceFirst("\"x\":\"[^\"]*\"", "\"x\":\"" + "A".repeat(42) + "B\""), "32 bytes");
        refusesPrivate(good, j -> j.replaceFirst("\"d\":\"[^\"]*\"", "\"d\":\"AAAA\""), "32 bytes");
        refusesPrivate(good, j -> j.replaceFirst("\"d\":\"[^\"]*\"", "\"d\":1"), "as a string");
        refusesPrivate(good, j -> j.replaceFirst("\\{", "{\"x5c\":\"MIIB\","), "only the members");
        refusesPrivate(
                good,
                j -> j.replaceFirst("\"d\":\"[^\"]*\"", "\"d\":\"" + member(other, "d") + "\""),
                "do not belong together");
        refusesPrivate(good, j -> " ".repeat(4000) + j, "at most");
        assertThatThrownBy(() -> VerificationKey.fromJwk(good, "kiosk"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("replace this key");
    }

    @Test
    void refusesAPointThatIsNotOnItsCurve() {
        String p256 = bare(SigningKey.generate(KeyFamily.P256, RANDOM)
                .verificationKey("kiosk")
                .toJwk());
        refusesPublic(p256.replaceFirst("\"y\":\"[^\"]*\"", "\"y\":\"" + "A".repeat(43) + "\""));
        refusesPublic(p256.replaceAll("\"([xy])\":\"[^\"]*\"", "\"$1\":\"" + "A".repeat(43) + "\""));
        refusesPublic("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + "A".repeat(43) + "\"}");
        refusesPublic("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}");
        assertThatThrownBy(() ->
                        EncryptionKey.fromJwk("{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + "A".repeat(43) + "\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("low order");
    }

    @Test
    void neverQuotesAKeyInARefusal() {
        String secret = "c2VjcmV0LXNlY3JldC1zZWNyZXQ";
        assertThatThrownBy(() -> SigningKey.fromJwk("{\"d\":\"" + secret + "\", broken"))
                .hasMessageNotContaining(secret)
                .hasNoCause();
    }

    private static void refusesPrivate(String good, UnaryOperator<String> fault, String says) {
        String bad = fault.apply(good);
        assertThat(bad).isNotEqualTo(good);
        assertThatThrownBy(() -> SigningKey.fromJwk(bad))
                .as(bad)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(says);
    }

    private static void refusesPublic(String jwk) {
        assertThatThrownBy(() -> VerificationKey.fromJwk(jwk, "kiosk"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("make a new key");
    }

    private static String member(String jwk, String name) {
        return jwk.replaceFirst(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
    }

    /** A public key without the members that follow from it. */
    private static String bare(String jwk) {
        return jwk.replaceFirst(",\"use\".*", "}");
    }
}
