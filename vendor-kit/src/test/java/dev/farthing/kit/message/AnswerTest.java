package dev.farthing.kit.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.kit.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Goal: an answer's claims mean one thing. Method: write, read, and change one claim at a time. */
class AnswerTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Answer.Header HEADER =
            new Answer.Header("farthing", "kiosk", "sub-1", "A".repeat(43), NOW, NOW.plusSeconds(60));
    private static final String ENTITLEMENT = "e30.e30.AA-_";
    private static final Confirmation CONFIRMATION = new Confirmation(
            HEADER,
            new Payment(
                    "p-1",
                    LocalDate.parse("2026-03-01"),
                    new Amount(500_000, "USD", 6),
                    "c7",
                    "i9",
                    2,
                    "read for ever",
                    Payment.CONDITIONAL),
            ENTITLEMENT);
    private static final Returned.Booking REVERSAL = new Returned.Booking(
            Return.Kind.REVERSAL,
            "r-1",
            "p-1",
            "sub-1",
            LocalDate.parse("2026-03-02"),
            1,
            new Amount(250_000, "USD", 6),
            1);
    private static final Refusal REFUSAL =
            new Refusal(HEADER, "NO_CONSENT", "Ask the customer for consent.", false, "none");

    @Test
    void readsWhatItWrites() throws Exception {
        assertThat(read(text(CONFIRMATION))).isEqualTo(CONFIRMATION);
        assertThat(read(text(REFUSAL))).isEqualTo(REFUSAL);
        Returned reversed = new Returned(HEADER, REVERSAL, ENTITLEMENT);
        assertThat(read(text(reversed))).isEqualTo(reversed);
        Refusal withoutId = new Refusal(
                new Answer.Header("farthing", "kiosk", null, "A".repeat(43), NOW, NOW.plusSeconds(60)),
                "INVALID_SUBMISSION",
                "Add the claim jti.",
                false,
                "none");
        assertThat(read(text(withoutId))).isEqualTo(withoutId);
    }

    @Test
    void saysOnTheWireWhetherItWasAccepted() {
        assertThat(text(CONFIRMATION)).contains("\"outcome\":\"accepted\"").contains("\"value\":\"500000\"");
        assertThat(text(REFUSAL)).contains("\"outcome\":\"refused\"").contains("\"booking\":\"none\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"outcome\":\"accepted\" | \"outcome\":\"maybe\"",
                "\"outcome\":\"accepted\" | \"outcome\":\"refused\"",
                "\"outcome\":\"accepted\", | ''",
                "\"businessDate\":\"2026-03-01\" | \"businessDate\":\"2026-02-30\"",
                "\"businessDate\":\"2026-03-01\" | \"businessDate\":\"1.3.2026\"",
                "\"value\":\"500000\" | \"value\":500000",
                "\"scale\":6 | \"scale\":19",
                "\"scale\":6 | \"scale\":6,\"more\":1",
                "\"rights\":\"read for ever\" | \"rights\":\"read\\nfor ever\"",
                "\"req\":\"AAA | \"req\":\"",
                "\"state\":\"CONDITIONAL\" | \"state\":\"CONDITIONAL\",\"code\":\"X\"",
            })
    void refusesAClaimOutOfRange(String from, String to) {
        String changed = text(CONFIRMATION).replace(from, to);
        assertThat(changed).isNotEqualTo(text(CONFIRMATION));
        assertThatThrownBy(() -> read(changed)).as(changed).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void tellsAReversalFromARefund() throws Exception {
        Returned refunded = new Returned(HEADER, refundOf(2, 0), null);
        assertThat(text(refunded)).contains("\"outcome\":\"refunded\"").doesNotContain("entitlement");
        assertThat(read(text(refunded))).isEqualTo(refunded);
        assertThat(read(text(refunded).replace("refunded", "reversed"))).isNotEqualTo(refunded);
    }

    @Test
    void refusesAReturnThatLeavesSomethingWithoutItsEntitlementOrNothingWithOne() {
        String something = text(new Returned(HEADER, REVERSAL, ENTITLEMENT));
        String nothing = text(new Returned(HEADER, refundOf(2, 0), null));
        assertThatThrownBy(() -> read(something.replace("\"remaining\":1", "\"remaining\":0")))
                .isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> read(nothing.replace("\"remaining\":0", "\"remaining\":1")))
                .isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> read(something.replace("\"remaining\":1", "\"remaining\":1000")))
                .isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> read(something.replace(ENTITLEMENT, "e30.e30")))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void refusesAConfirmationWithoutEntitlement() {
        assertThatThrownBy(() -> read(text(CONFIRMATION).replace(",\"entitlement\":\"" + ENTITLEMENT + "\"", "")))
                .isInstanceOf(MalformedMessage.class);
    }

    private static Returned.Booking refundOf(int quantity, int remaining) {
        return new Returned.Booking(
                Return.Kind.REFUND,
                "r-1",
                "p-1",
                "sub-1",
                LocalDate.parse("2026-03-02"),
                quantity,
                new Amount(250_000, "USD", 6),
                remaining);
    }

    @Test
    void refusesARefusalThatIsVagueAboutTheBooks() {
        assertThatThrownBy(() -> read(text(REFUSAL).replace("\"none\"", "\"perhaps\"")))
                .isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> read(text(REFUSAL).replace("false", "\"false\"")))
                .isInstanceOf(MalformedMessage.class);
    }

    private static String text(Answer answer) {
        return new String(answer.toJson(), StandardCharsets.UTF_8);
    }

    private static Answer read(String claims) throws Exception {
        return Answer.fromClaims(StrictJson.object(claims));
    }
}
