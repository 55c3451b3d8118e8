package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a vendor may ask for in a sealed message; which one it is stands in the signed claim {@code op}. */
public sealed interface Request permits Submission, Inquiry, Return, Bulk {
    /**
     * What every request says.
     *
     * @param vendor who asks ({@code iss})
     * @param audience the server that is asked ({@code aud})
     * @param issuedAt when this message was made, in whole seconds ({@code iat})
     * @param expiresAt until when it may be accepted, in whole seconds, at most 5 minutes later ({@code exp})
     * @param submissionId names what is asked for ever: sent again, it is the same request ({@code jti}); of an inquiry, what
     *     it asks about; of a bulk, the bulk
     */
    record Header(String vendor, String audience, Instant issuedAt, Instant expiresAt, String submissionId) {
        /** Checks alphabets; drops fractions of seconds, which the wire does not carry. */
        public Header {
            Texts.check("vendor", vendor, Texts.PARTY);
            Texts.check("audience", audience, Texts.PARTY);
            Texts.check("submissionId", submissionId, Texts.ID);
            issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
            expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
        }

        /** The same, of another id. */
        public Header of(String otherId) {
            return new Header(vendor, audience, issuedAt, expiresAt, otherId);
        }

        ObjectNode toClaims() {
            return StrictJson.newObject()
                    .put("iss", vendor)
                    .put("aud", audience)
                    .put("iat", issuedAt.getEpochSecond())
                    .put("exp", expiresAt.getEpochSecond())
                    .put("jti", submissionId);
        }

        static Header read(ClaimReader reader) throws MalformedMessage {
            return new Header(
                    reader.text("iss", Texts.PARTY),
                    reader.text("aud", Texts.PARTY),
                    reader.time("iat"),
                    reader.time("exp"),
                    reader.text("jti", Texts.ID));
        }
    }

    /** The claim that says what is asked; without it, a payment is. */
    String OPERATION_CLAIM = "op";

    /** What every request says. */
    Header header();

    /** Who asks. */
    default String vendor() {
        return header().vendor();
    }

    /** The server that is asked. */
    default String audience() {
        return header().audience();
    }

    /** When the message was made. */
    default Instant issuedAt() {
        return header().issuedAt();
    }

    /** Until when it may be accepted. */
    default Instant expiresAt() {
        return header().expiresAt();
    }

    /** What is asked, or what is asked about. */
    default String submissionId() {
        return header().submissionId();
    }

    /** The claims, as UTF-8 JSON ready to be sealed. */
    byte[] toJson();

    /**
     * Reads the claims of an opened message: without {@code op} it is a submission. A bulk is not read here: it has an address
     * of its own, and limits of its own.
     *
     * @throws MalformedMessage if {@code op} is not known here, or a claim is missing, unknown, of another type or out of
     *     range
     */
    static Request fromClaims(ObjectNode claims) throws MalformedMessage {
        JsonNode operation = claims.get(OPERATION_CLAIM);
        if (operation == null) {
            return Submission.fromClaims(claims);
        }
        if (Inquiry.OPERATION.equals(operation.textValue())) {
            return Inquiry.fromClaims(claims);
        }
        if (Return.Kind.ofOperation(operation.textValue()) != null) {
            return Return.fromClaims(claims);
        }
        if (Bulk.OPERATION.equals(operation.textValue())) {
            throw new MalformedMessage("Send a bulk to the address of bulks.");
        }
        throw new MalformedMessage("Leave the claim op out to pay, or give it as inquire, reverse or refund.");
    }
}
