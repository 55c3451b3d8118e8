package dev.farthing.kit.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.farthing.kit.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: a reversal's or refund's claims mean one thing, and its fingerprint what was asked. Method: one change at a time. */
class ReturnTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String CLAIMS =
            "{\"iss\":\"kiosk\",\"aud\":\"farthing\",\"iat\":1772366400,\"exp\":1772366460,\"jti\":\"back-1\","
                    + "\"op\":\"reverse\",\"submission\":\"sub-1\",\"quantity\":2,\"reason\":\"torn page\"}";

    @Test
    void readsWhatItWrites() throws Exception {
        Return reversal = of(Return.Kind.REVERSAL, "sub-1", 2, "torn page");
        assertThat(new String(reversal.toJson(), StandardCharsets.UTF_8)).isEqualTo(CLAIMS);
        assertThat(read(CLAIMS)).isEqualTo(reversal);
        Return refund = of(Return.Kind.REFUND, "sub-1", null, "Zurückgegeben, 本が破れた");
        assertThat(read(new String(refund.toJson(), StandardCharsets.UTF_8))).isEqualTo(refund);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"op\":\"reverse\" | \"op\":\"return\" | op",
                "\"submission\":\"sub-1\" | \"submission\":\"operator:1\" | submission",
                "\"submission\":\"sub-1\", | '' | submission",
                "\"jti\":\"back-1\" | \"jti\":\"operator:1\" | jti",
                "\"quantity\":2 | \"quantity\":0 | quantity",
                "\"quantity\":2 | \"quantity\":1001 | quantity",
                "\"quantity\":2 | \"quantity\":\"2\" | quantity",
                "\"quantity\":2 | \"quantity\":null | quantity",
                "torn page | torn\\npage | reason",
                "torn page | torn\\u202epage | reason",
                "torn page | torn\\ud800page | reason",
                "\"torn page\" | \" \" | reason",
                "\"torn page\" | \"\" | reason",
                ",\"reason\":\"torn page\" | '' | reason",
                "\"quantity\":2 | \"quantity\":2,\"item\":\"i9\" | every claim but",
            })
    void refusesAClaimOutOfRange(String from, String to, String says) {
        String changed = CLAIMS.replace(from, to);
        assertThat(changed).isNotEqualTo(CLAIMS);
        MalformedMessage refused =
                catchThrowableOfType(MalformedMessage.class, () -> Request.fromClaims(StrictJson.object(changed)));
        assertThat(refused).as(changed).isNotNull();
        assertThat(refused.detail()).contains(says);
    }

    @Test
    void takesAReasonOf200CharactersAndNoLonger() throws Exception {
        assertThat(read(CLAIMS.replace("torn page", "a".repeat(200))).reason()).hasSize(200);
        assertThatThrownBy(() -> read(CLAIMS.replace("torn page", "a".repeat(201))))
                .isInstanceOf(MalformedMessage.class);
    }

    @ParameterizedTest
    @CsvSource({
        "kiosk,kiosk2",
        "reverse,refund",
        "sub-1,sub-2",
        "\"quantity\":2,\"quantity\":3",
        "'\"quantity\":2,',''",
        "torn,worn"
    })
    void fingerprintsEveryDifferenceInWhatIsAsked(String from, String to) throws Exception {
        String changed = CLAIMS.replace(from, to);
        assertThat(changed).isNotEqualTo(CLAIMS);
        assertThat(read(changed).fingerprint()).isNotEqualTo(read(CLAIMS).fingerprint());
    }

    @Test
    void fingerprintsTheSameWheneverAndUnderWhateverIdItIsSealed() throws Exception {
        String again = CLAIMS.replace("1772366400", "1772366401").replace("back-1", "back-2");
        assertThat(read(again).fingerprint()).isEqualTo(read(CLAIMS).fingerprint());
    }

    /** The stored fingerprints of a running server depend on this one never changing. */
    @Test
    void fingerprintsAsItAlwaysDid() throws Exception {
        assertThat(HexFormat.of().formatHex(read(CLAIMS).fingerprint()))
                .isEqualTo("823e2b97cd7c1c1a5a183b309f4ebe8b9ca1462d00f75302630e2f006c365d0f");
    }

    private static Return of(Return.Kind kind, String submission, @Nullable Integer quantity, String reason) {
        return new Return(
                new Request.Header("kiosk", "farthing", NOW, NOW.plusSeconds(60), "back-1"),
                kind,
                submission,
                quantity,
                reason);
    }

    private static Return read(String claims) throws Exception {
        return Return.fromClaims(StrictJson.object(claims));
    }
}
