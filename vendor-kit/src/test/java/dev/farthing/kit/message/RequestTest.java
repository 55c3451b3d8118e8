package dev.farthing.kit.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which request a message holds stands in its claim {@code op}, and nothing else decides it. */
class RequestTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

    private static final Request.Header HEADER =
            new Request.Header("paper", "farthing", NOW, NOW.plusSeconds(60), "order-1");

    private final Inquiry inquiry = new Inquiry(HEADER);
    private final Submission submission = new Submission(HEADER, "customer", "article", 1, null);

    @Test
    void readsBackAnInquiry() throws Exception {
        assertThat(Request.fromClaims(claims(inquiry))).isEqualTo(inquiry);
    }

    @Test
    void takesAMessageWithoutOperationAsASubmission() throws Exception {
        assertThat(Request.fromClaims(claims(submission))).isEqualTo(submission);
    }

    @Test
    void refusesAnOperationThatIsNotKnown() throws Exception {
        assertThatThrownBy(() -> Request.fromClaims(claims(inquiry).put("op", "give")))
                .isInstanceOf(MalformedMessage.class);
        assertThatThrownBy(() -> Request.fromClaims(claims(inquiry).put("op", 1)))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void refusesAnInquiryThatAlsoBuys() throws Exception {
        assertThatThrownBy(() -> Request.fromClaims(claims(submission).put("op", "inquire")))
                .isInstanceOf(MalformedMessage.class);
    }

    @Test
    void refusesAnInquiryWithoutASubmission() throws Exception {
        assertThatThrownBy(() -> Request.fromClaims(claims(inquiry).without("jti")))
                .isInstanceOf(MalformedMessage.class);
    }

    private static ObjectNode claims(Request request) throws MalformedJson {
        return StrictJson.object(request.toJson());
    }
}
