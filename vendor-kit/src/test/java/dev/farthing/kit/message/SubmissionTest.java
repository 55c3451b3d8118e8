package dev.farthing.kit.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.farthing.kit.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: a submission's claims mean one thing, and its fingerprint what was asked. Method: one change at a time. */
class SubmissionTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String CLAIMS =
            "{\"iss\":\"kiosk\",\"aud\":\"farthing\",\"iat\":1772366400,\"exp\":1772366500,"
                    + "\"jti\":\"sub-1\",\"customer\":\"c7\",\"item\":\"i9\",\"quantity\":2,\"price\":\"250000\",\"currency\":\"USD\"}";

    @Test
    void readsWhatItWrites() throws Exception {
        Submission submission = submission("c7", "i9", 2, new PriceGuard(250_000, "USD"));
        assertThat(read(new String(submission.toJson(), StandardCharsets.UTF_8)))
                .isEqualTo(submission);
        assertThat(read(CLAIMS).guard()).isEqualTo(new PriceGuard(250_000, "USD"));
    }

    @Test
    void dropsFractionsOfSeconds() throws Exception {
        Submission submission = new Submission(header(NOW.plusMillis(999)), "c7", "i9", 1, null);
        assertThat(submission.issuedAt()).isEqualTo(NOW);
        assertThat(read(new String(submission.toJson(), StandardCharsets.UTF_8)))
                .isEqualTo(submission);
    }

    @Test
    void takesOneUnitWhereNoQuantityIsGiven() throws Exception {
        assertThat(read(CLAIMS.replace("\"quantity\":2,", "")).quantity()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"quantity\":2 | \"quantity\":0 | quantity",
                "\"quantity\":2 | \"quantity\":1001 | quantity",
                "\"quantity\":2 | \"quantity\":-1 | quantity",
                "\"quantity\":2 | \"quantity\":\"2\" | quantity",
                "\"quantity\":2 | \"quantity\":2.0 | quantity",
                "\"quantity\":2 | \"quantity\":null | quantity",
                "\"quantity\":2 | \"quantity\":4294967297 | quantity",
                "\"jti\":\"sub-1\" | \"jti\":\"\" | jti",
                "\"jti\":\"sub-1\" | \"jti\":\"a b\" | jti",
                "\"jti\":\"sub-1\" | \"jti\":1 | jti",
                "\"jti\":\"sub-1\", | '' | jti",
                "\"customer\":\"c7\" | \"customer\":\"c/7\" | customer",
                "\"customer\":\"c7\", | '' | customer",
                "\"item\":\"i9\" | \"item\":\"i\\u00009\" | item",
                "\"item\":\"i9\" | \"item\":[\"i9\"] | item",
                "\"price\":\"250000\" | \"price\":250000 | price",
                "\"price\":\"250000\" | \"price\":\"-1\" | price",
                "\"price\":\"250000\" | \"price\":\"01\" | price",
                "\"price\":\"250000\" | \"price\":\"1e3\" | price",
                "\"price\":\"250000\" | \"price\":\"9223372036854775808\" | price",
                "\"price\":\"250000\", | '' | price",
                ",\"currency\":\"USD\" | '' | currency",
                "\"currency\":\"USD\" | \"currency\":\"usd\" | currency",
                "\"currency\":\"USD\" | \"currency\":\"US\" | currency",
                "\"item\":\"i9\" | \"item\":\"i9\",\"note\":\"x\" | every claim but",
                "\"item\":\"i9\" | \"item\":\"i9\",\"nbf\":1 | every claim but",
                "\"iat\":1772366400 | \"iat\":-1 | iat",
            })
    void refusesAClaimOutOfRange(String from, String to, String says) {
        String changed = CLAIMS.replace(from, to);
        assertThat(changed).isNotEqualTo(CLAIMS);
        MalformedMessage refused = catchThrowableOfType(MalformedMessage.class, () -> read(changed));
        assertThat(refused).as(changed).isNotNull();
        assertThat(refused.detail()).contains(says);
    }

    @Test
    void refusesTooLongIdentifiersAndAcceptsTheLongest() throws Exception {
        assertThat(read(CLAIMS.replace("sub-1", "a".repeat(64))).submissionId()).hasSize(64);
        assertThatThrownBy(() -> read(CLAIMS.replace("sub-1", "a".repeat(65)))).isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> submission("c".repeat(65), "i9", 1, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"iat\":1772366401", "\"iat\":0"})
    void fingerprintsTheSameWheneverItIsSealed(String iat) throws Exception {
        String again = CLAIMS.replace("\"iat\":1772366400", iat).replace("sub-1", "sub-2");
        assertThat(read(again).fingerprint()).isEqualTo(read(CLAIMS).fingerprint());
    }

    @Test
    void fingerprintsTheDefaultQuantityLikeOne() throws Exception {
        assertThat(read(CLAIMS.replace("\"quantity\":2,", "")).fingerprint())
                .isEqualTo(
                        read(CLAIMS.replace("\"quantity\":2", "\"quantity\":1")).fingerprint());
    }

    @ParameterizedTest
    @CsvSource({"kiosk,kiosk2", "c7,c8", "i9,i8", "\"quantity\":2,\"quantity\":3", "250000,250001", "USD,EUR"})
    void fingerprintsEveryDifferenceInWhatIsAsked(String from, String to) throws Exception {
        assertThat(read(CLAIMS.replace(from, to)).fingerprint())
                .isNotEqualTo(read(CLAIMS).fingerprint());
    }

    @Test
    void fingerprintsAGuardUnlikeNone() {
        assertThat(submission("c7", "i9", 1, null).fingerprint())
                .isNotEqualTo(
                        submission("c7", "i9", 1, new PriceGuard(0, "USD")).fingerprint());
    }

    @Test
    void fingerprintsNoTwoWaysOfCuttingTheSameLettersAlike() {
        assertThat(submission("ab", "c", 1, null).fingerprint())
                .isNotEqualTo(submission("a", "bc", 1, null).fingerprint());
        assertThat(submission("a", "b1", 1, null).fingerprint())
                .isNotEqualTo(submission("a", "b", 11, null).fingerprint());
        assertThat(submission("a", "b", 1, new PriceGuard(11, "USD")).fingerprint())
                .isNotEqualTo(submission("a", "b", 11, new PriceGuard(1, "USD")).fingerprint());
    }

    /** The stored fingerprints of a running server depend on this one never changing. */
    @Test
    void fingerprintsAsItAlwaysDid() throws Exception {
        assertThat(java.util.HexFormat.of().formatHex(read(CLAIMS).fingerprint()))
                .isEqualTo("917511e4bbb1e9656896b8476741d1e157ad9bc543933906f73607ec4d37fee5");
    }

    private static Submission submission(String customer, String item, int quantity, @Nullable PriceGuard guard) {
        return new Submission(header(NOW), customer, item, quantity, guard);
    }

    private static Request.Header header(Instant issuedAt) {
        return new Request.Header("kiosk", "farthing", issuedAt, NOW.plusSeconds(60), "sub-1");
    }

    private static Submission read(String claims) throws Exception {
        return Submission.fromClaims(StrictJson.object(claims));
    }
}
