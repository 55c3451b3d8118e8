package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What the server answers to a submission, bound to the very message that it answers. */
public sealed interface Answer permits Confirmation, Returned, Refusal, BulkAnswer {
    /**
     * What every answer says.
     *
     * @param server who answers ({@code iss})
     * @param vendor who is answered ({@code aud})
     * @param submissionId of the submission ({@code jti}); null if the request did not hold a readable one
     * @param requestHash base64url SHA-256 of the compact message that is answered ({@code req})
     * @param issuedAt in whole seconds ({@code iat})
     * @param expiresAt in whole seconds, at most 5 minutes later ({@code exp})
     */
    record Header(
            String server,
            String vendor,
            @Nullable String submissionId,
            String requestHash,
            Instant issuedAt,
            Instant expiresAt) {
        /** Checks alphabets; drops fractions of seconds, which the wire does not carry. */
        public Header {
            Texts.check("server", server, Texts.PARTY);
            Texts.check("vendor", vendor, Texts.PARTY);
            Texts.check("requestHash", requestHash, Texts.HASH);
            if (submissionId != null) {
                Texts.check("submissionId", submissionId, Texts.ID);
            }
            issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
            expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
        }

        ObjectNode toClaims() {
            ObjectNode claims = StrictJson.newObject()
                    .put("iss", server)
                    .put("aud", vendor)
                    .put("iat", issuedAt.getEpochSecond())
                    .put("exp", expiresAt.getEpochSecond());
            if (submissionId != null) {
                claims.put("jti", submissionId);
            }
            return claims.put("req", requestHash);
        }

        static Header read(ClaimReader reader) throws MalformedMessage {
            return new Header(
                    reader.text("iss", Texts.PARTY),
                    reader.text("aud", Texts.PARTY),
                    reader.optionalText("jti", Texts.ID),
                    reader.text("req", Texts.HASH),
                    reader.time("iat"),
                    reader.time("exp"));
        }
    }

    /** What every answer says. */
    Header header();

    /** Who answers. */
    default String server() {
        return header().server();
    }

    /** Who is answered. */
    default String vendor() {
        return header().vendor();
    }

    /** The submission that is answered; null if the request did not hold a readable id. */
    default @Nullable String submissionId() {
        return header().submissionId();
    }

    /** Base64url SHA-256 of the compact message that is answered. */
    default String requestHash() {
        return header().requestHash();
    }

    /** When the answer was made. */
    default Instant issuedAt() {
        return header().issuedAt();
    }

    /** Until when it may be accepted. */
    default Instant expiresAt() {
        return header().expiresAt();
    }

    /** The claims, as UTF-8 JSON ready to be sealed. */
    byte[] toJson();

    /**
     * Reads the claims of an opened answer.
     *
     * @throws MalformedMessage if a claim is missing, unknown, of another type or out of range
     */
    static Answer fromClaims(ObjectNode claims) throws MalformedMessage {
        ClaimReader reader = new ClaimReader(claims);
        Header header = Header.read(reader);
        Answer answer = read(header, reader.text("outcome", Texts.CODE), reader);
        reader.nothingElse();
        return answer;
    }

    private static Answer read(Header header, String outcome, ClaimReader reader) throws MalformedMessage {
        Return.Kind returned = Return.Kind.ofOutcome(outcome);
        if (returned != null) {
            return Returned.read(header, returned, reader);
        }
        return switch (outcome) {
            case Confirmation.OUTCOME -> Confirmation.read(header, reader);
            case Refusal.OUTCOME -> Refusal.read(header, reader);
            case BulkAnswer.COMPLETE, BulkAnswer.INCOMPLETE -> BulkAnswer.read(header, outcome, reader);
            default ->
                throw new MalformedMessage(
                        "Give the claim outcome as accepted, reversed, refunded, refused, complete or"
                                + " incomplete.");
        };
    }
}
