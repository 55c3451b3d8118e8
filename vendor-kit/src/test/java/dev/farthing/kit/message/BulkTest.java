package dev.farthing.kit.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.EnvelopeRefused;
import dev.farthing.kit.envelope.Expectation;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a bulk's claims mean one thing, and each purchase what it means singly. Method: one change at a time. */
class BulkTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String FIRST =
            "{\"submission\":\"s1\",\"customer\":\"c7\",\"item\":\"i9\",\"quantity\":2,\"price\":\"250000\",\"currency\":\"USD\"}";
    private static final String SECOND = "{\"submission\":\"s2\",\"customer\":\"c8\",\"item\":\"i9\"}";
    private static final String CLAIMS =
            "{\"iss\":\"kiosk\",\"aud\":\"farthing\",\"iat\":1772366400,\"exp\":1772366460,"
                    + "\"jti\":\"bulk-1\",\"op\":\"bulk\",\"entitlements\":true,\"purchases\":[" + FIRST + "," + SECOND
                    + "]}";

    @Test
    void readsWhatItWrites() throws Exception {
        Bulk bulk = new Bulk(
                header("bulk-1"), List.of(purchase("s1", new PriceGuard(5, "USD")), purchase("s2", null)), false);
        assertThat(read(new String(bulk.toJson(), StandardCharsets.UTF_8))).isEqualTo(bulk);
        assertThat(read(CLAIMS).entitlements()).isTrue();
        assertThat(read(new String(read(CLAIMS).toJson(), StandardCharsets.UTF_8)))
                .isEqualTo(read(CLAIMS));
    }

    @Test
    void isMadeOfSubmissionsThatAreTheSameSingly() throws Exception {
        Submission first = read(CLAIMS).purchases().get(0);
        Submission singly = Submission.fromClaims(
                StrictJson.object("{\"iss\":\"kiosk\",\"aud\":\"farthing\",\"iat\":1772366400,\"exp\":1772366460,"
                        + "\"jti\":\"s1\"," + FIRST.substring(FIRST.indexOf("\"customer\""))));
        assertThat(first).isEqualTo(singly);
        assertThat(first.fingerprint()).isEqualTo(singly.fingerprint());
        assertThat(read(CLAIMS).purchases().get(1).quantity()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"op\":\"bulk\" | \"op\":\"pay\" | op",
                "\"op\":\"bulk\", | '' | op",
                "\"jti\":\"bulk-1\" | \"jti\":\"b/1\" | jti",
                "\"entitlements\":true | \"entitlements\":1 | entitlements",
                "\"entitlements\":true | \"entitlements\":null | entitlements",
                "\"entitlements\":true | \"customer\":\"c7\" | every claim but",
                "\"quantity\":2 | \"quantity\":1001 | purchases[0]: Give the claim quantity",
                "\"quantity\":2 | \"quantity\":\"2\" | purchases[0]: Give the claim quantity",
                "\"customer\":\"c8\" | \"customer\":\"c/8\" | purchases[1]: Give the claim customer",
                "\"customer\":\"c8\", | '' | purchases[1]: Add the claim customer",
                "\"submission\":\"s2\", | '' | purchases[1]: Add the claim submission",
                "\"submission\":\"s2\" | \"submission\":\"\" | purchases[1]: Give the claim submission",
                "\"submission\":\"s2\" | \"submission\":\"s1\" | purchases[1]: Give submission an id of its own",
                "\"submission\":\"s2\" | \"submission\":\"s2\",\"jti\":\"s2\" | purchases[1]: Leave out every claim but",
                "\"price\":\"250000\", | '' | purchases[0]: Add the claim price",
                ",\"currency\":\"USD\" | '' | purchases[0]: Add the claim currency",
                "\"price\":\"250000\" | \"price\":\"-1\" | purchases[0]: Give price as 0 or more",
            })
    void refusesAClaimOutOfRangeAndSaysWhere(String from, String to, String says) {
        String changed = CLAIMS.replace(from, to);
        assertThat(changed).isNotEqualTo(CLAIMS);
        MalformedMessage refused = catchThrowableOfType(MalformedMessage.class, () -> read(changed));
        assertThat(refused).as(changed).isNotNull();
        assertThat(refused.detail()).contains(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | array of 1 to 1000",
                "{} | array of 1 to 1000",
                "7 | array of 1 to 1000",
                "[7] | purchases[0]"
            })
    void refusesWhatIsNoListOfPurchases(String list, String says) {
        String changed = CLAIMS.replace("[" + FIRST + "," + SECOND + "]", list);
        MalformedMessage refused = catchThrowableOfType(MalformedMessage.class, () -> read(changed));
        assertThat(refused.detail()).contains(says);
    }

    @Test
    void takesAThousandAndNotOneMore() throws Exception {
        assertThat(read(new String(of(1000, false).toJson(), StandardCharsets.UTF_8))
                        .purchases())
                .hasSize(1000);
        assertThatThrownBy(() -> of(1001, false)).isInstanceOf(IllegalArgumentException.class);
        String more = new String(of(1000, false).toJson(), StandardCharsets.UTF_8)
                .replace("\"purchases\":[", "\"purchases\":[" + FIRST + ",");
        MalformedMessage refused = catchThrowableOfType(MalformedMessage.class, () -> read(more));
        assertThat(refused.detail()).contains("array of 1 to 1000");
    }

    @Test
    void entitlesAHundredAndNotOneMore() {
        assertThat(of(100, true).entitlements()).isTrue();
        assertThatThrownBy(() -> of(101, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 100");
    }

    @Test
    void takesOnlyPurchasesOfItsOwnHeader() {
        Submission others = new Submission(
                new Request.Header("other", "farthing", NOW, NOW.plusSeconds(60), "s1"), "c7", "i9", 1, null);
        assertThatThrownBy(() -> new Bulk(header("bulk-1"), List.of(others), false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isNotReadWhereSingleRequestsAre() {
        MalformedMessage refused =
                catchThrowableOfType(MalformedMessage.class, () -> Request.fromClaims(StrictJson.object(CLAIMS)));
        assertThat(refused.detail()).contains("address of bulks");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kiosk | kiosk2",
                "s1 | s3",
                "c8 | c9",
                "\"quantity\":2 | \"quantity\":3",
                "250000 | 250001",
                "USD | EUR"
            })
    void fingerprintsEveryDifferenceInWhatIsAsked(String from, String to) throws Exception {
        assertThat(read(CLAIMS.replace(from, to)).fingerprint())
                .isNotEqualTo(read(CLAIMS).fingerprint());
    }

    @Test
    void fingerprintsTheOrderAndWhatIsLeftOut() throws Exception {
        byte[] known = read(CLAIMS).fingerprint();
        assertThat(read(CLAIMS.replace(FIRST + "," + SECOND, SECOND + "," + FIRST))
                        .fingerprint())
                .isNotEqualTo(known);
        assertThat(read(CLAIMS.replace(FIRST + "," + SECOND, FIRST)).fingerprint())
                .isNotEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"1772366400 | 1772366401", "bulk-1 | bulk-2", "\"entitlements\":true, | ''"})
    void fingerprintsTheSameWheneverAndHoweverItIsAnswered(String from, String to) throws Exception {
        assertThat(read(CLAIMS.replace(from, to)).fingerprint())
                .isEqualTo(read(CLAIMS).fingerprint());
    }

    /** The stored fingerprints of a running server depend on this one never changing. */
    @Test
    void fingerprintsAsItAlwaysDid() throws Exception {
        assertThat(HexFormat.of().formatHex(read(CLAIMS).fingerprint()))
                .isEqualTo("a513d121b6bc09b0276fa0a2345e3898701e38ed22776b4dda2d62853769f495");
    }

    @Test
    void theLongestThousandPurchasesFitIntoAMessage() throws Exception {
        Request.Header header =
                new Request.Header("v".repeat(255), "s".repeat(255), NOW, NOW.plusSeconds(60), "b".repeat(64));
        List<Submission> purchases = IntStream.range(0, 1000)
                .mapToObj(i -> new Submission(
                        header.of("%064d".formatted(i)),
                        "c".repeat(64),
                        "i".repeat(64),
                        1000,
                        new PriceGuard(Long.MAX_VALUE, "ABCDEFGHIJKLMNOP")))
                .toList();
        SecureRandom random = new SecureRandom();
        for (KeyFamily family : KeyFamily.values()) {
            SigningKey signer = SigningKey.generate(family, random);
            DecryptionKey reader = DecryptionKey.generate(family, random);
            byte[] claims = new Bulk(header, purchases, false).toJson();
            String sealed = SealedEnvelope.seal(claims, signer, reader.encryptionKey(), SealedEnvelope.MAX_BULK_CHARS);
            assertThat(sealed.length()).isGreaterThan(SealedEnvelope.MAX_BULK_CHARS * 9 / 10);
            assertThat(open(sealed, reader, signer, SealedEnvelope.MAX_BULK_CHARS)
                            .purchases())
                    .hasSize(1000);
            assertThatThrownBy(() -> open(sealed, reader, signer, sealed.length() - 1))
                    .isInstanceOfSatisfying(EnvelopeRefused.class, refused -> assertThat(refused.reason())
                            .isEqualTo(EnvelopeRefused.Reason.TOO_LONG));
        }
    }

    private static Bulk open(String sealed, DecryptionKey reader, SigningKey signer, int maxChars) throws Exception {
        return Bulk.fromClaims(SealedEnvelope.open(
                        sealed,
                        kid -> reader,
                        kid -> signer.verificationKey("v".repeat(255)),
                        new Expectation("s".repeat(255), NOW, maxChars))
                .claims());
    }

    private static Bulk of(int count, boolean entitlements) {
        List<Submission> purchases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            purchases.add(purchase("p" + i, null));
        }
        return new Bulk(header("bulk-1"), purchases, entitlements);
    }

    private static Submission purchase(String id, @Nullable PriceGuard guard) {
        return new Submission(header(id), "c7", "i9", 2, guard);
    }

    private static Request.Header header(String id) {
        return new Request.Header("kiosk", "farthing", NOW, NOW.plusSeconds(60), id);
    }

    private static Bulk read(String claims) throws Exception {
        return Bulk.fromClaims(StrictJson.object(claims));
    }
}
