package dev.farthing.kit.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SealedEnvelope;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: the answer to a bulk means one thing, and always fits. Method: write, read, change one claim at a time, and the longest. */
class BulkAnswerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-03-01");
    private static final Answer.Header HEADER =
            new Answer.Header("farthing", "kiosk", "bulk-1", "A".repeat(43), NOW, NOW.plusSeconds(60));
    private static final BulkAnswer.Outcome PAID =
            new BulkAnswer.Accepted("s1", "p-1", DAY, new Amount(500_000, "USD", 6), "e30.e30.AA");
    private static final BulkAnswer.Outcome REFUSED =
            new BulkAnswer.Refused("s2", "NO_CONSENT", "Ask the customer.", true);
    private static final BulkAnswer INCOMPLETE =
            new BulkAnswer(HEADER, List.of(PAID, REFUSED, new BulkAnswer.Pending("s3")));

    @Test
    void readsWhatItWrites() throws Exception {
        BulkAnswer complete = new BulkAnswer(
                HEADER, List.of(REFUSED, new BulkAnswer.Accepted("s1", "p-1", DAY, new Amount(1, "USD", 6), null)));
        assertThat(Answer.fromClaims(StrictJson.object(INCOMPLETE.toJson()))).isEqualTo(INCOMPLETE);
        assertThat(Answer.fromClaims(StrictJson.object(complete.toJson()))).isEqualTo(complete);
        assertThat(INCOMPLETE.isComplete()).isFalse();
        assertThat(complete.isComplete()).isTrue();
        assertThat(List.of(INCOMPLETE.accepted(), INCOMPLETE.refused(), INCOMPLETE.pending()))
                .containsExactly(1, 1, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"outcome\":\"incomplete\" | \"outcome\":\"complete\"",
                "\"pending\":1 | \"pending\":0",
                "\"accepted\":1 | \"accepted\":2",
                "\"refused\":1 | \"refused\":-1",
                "\"outcome\":\"pending\" | \"outcome\":\"lost\"",
                "\"outcome\":\"pending\" | \"outcome\":\"pending\",\"code\":\"NO_CONSENT\"",
                "\"retryable\":true | \"retryable\":\"true\"",
                "\"payment\":\"p-1\", | ''",
                "\"scale\":6 | \"scale\":6,\"note\":1",
                "\"submission\":\"s3\", | ''",
            })
    void refusesAChange(String from, String to) {
        String claims = new String(INCOMPLETE.toJson(), StandardCharsets.UTF_8);
        String changed = claims.replace(from, to);
        assertThat(changed).isNotEqualTo(claims);
        assertThatThrownBy(() -> Answer.fromClaims(StrictJson.object(changed))).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void theLongestAnswersFitIntoAMessage() {
        IntFunction<BulkAnswer.Outcome> paid = i -> new BulkAnswer.Accepted(
                "%064d".formatted(i),
                "00000000-0000-7000-8000-000000000000",
                DAY,
                new Amount(Long.MAX_VALUE, "ABCDEFGHIJKLMNOP", 18),
                null);
        // As long as the longest code and detail of a refusal.
        IntFunction<BulkAnswer.Outcome> refused =
                i -> new BulkAnswer.Refused("%064d".formatted(i), "CREDIT_LIMIT_REACHED", "d".repeat(140), false);
        IntFunction<BulkAnswer.Outcome> entitled = i -> new BulkAnswer.Accepted(
                "%064d".formatted(i),
                "00000000-0000-7000-8000-000000000000",
                DAY,
                new Amount(Long.MAX_VALUE, "ABCDEFGHIJKLMNOP", 18),
                "e30.e30." + "A".repeat(2500));
        seal(paid, Bulk.MAX_PURCHASES);
        seal(refused, Bulk.MAX_PURCHASES);
        seal(entitled, Bulk.MAX_ENTITLED);
    }

    private static void seal(IntFunction<BulkAnswer.Outcome> outcome, int count) {
        SecureRandom random = new SecureRandom();
        BulkAnswer answer = new BulkAnswer(
                HEADER, IntStream.range(0, count).mapToObj(outcome).toList());
        assertThat(SealedEnvelope.seal(
                        answer.toJson(),
                        SigningKey.generate(KeyFamily.P256, random),
                        DecryptionKey.generate(KeyFamily.P256, random).encryptionKey(),
                        SealedEnvelope.MAX_BULK_CHARS))
                .isNotEmpty();
    }
}
