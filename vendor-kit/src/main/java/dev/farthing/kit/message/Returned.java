package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The answer "given back": the payment's entitlement so far is revoked, and the vendor grants what the new one says, if
 * there is one.
 *
 * @param header what every answer says
 * @param booking what was given back
 * @param entitlement to what remains, a compact JWS; null if nothing does
 */
public record Returned(
        Answer.Header header, Booking booking, @Nullable String entitlement) implements Answer {
    /**
     * A reversal or refund as it was booked.
     *
     * @param kind which of the two
     * @param id the server's name for it
     * @param payment the server's name for the payment
     * @param submission the payment's submission id
     * @param businessDate the accounting day on which the return stands
     * @param quantity how many units went back with it
     * @param amount what the customer got back
     * @param remaining how many units of the payment remain, 0 or more
     */
    public record Booking(
            Return.Kind kind,
            String id,
            String payment,
            String submission,
            LocalDate businessDate,
            int quantity,
            Amount amount,
            int remaining) {
        /** Checks alphabets and ranges. */
        public Booking {
            Texts.check("id", id, Texts.ID);
            Texts.check("payment", payment, Texts.ID);
            Texts.check("submission", submission, Texts.ID);
            if (quantity < 1 || remaining < 0 || quantity + remaining > Submission.MAX_QUANTITY) {
                throw new IllegalArgumentException(
                        "Give quantity and remaining as parts of at most " + Submission.MAX_QUANTITY + ".");
            }
        }
    }

    /** There is an entitlement if and only if something remains. */
    public Returned {
        if ((booking.remaining() > 0) != (entitlement != null)) {
            throw new IllegalArgumentException("Give entitlement if something remains, and only then.");
        }
        if (entitlement != null) {
            Texts.check("entitlement", entitlement, Texts.JWS);
        }
    }

    @Override
    public byte[] toJson() {
        ObjectNode claims = header.toClaims()
                .put("outcome", booking.kind().outcome())
                .put("return", booking.id())
                .put("payment", booking.payment())
                .put("submission", booking.submission())
                .put("businessDate", booking.businessDate().toString())
                .put("quantity", booking.quantity());
        claims.set("amount", booking.amount().toJson());
        claims.put("remaining", booking.remaining());
        if (entitlement != null) {
            claims.put("entitlement", entitlement);
        }
        return StrictJson.bytes(claims);
    }

    static Returned read(Answer.Header header, Return.Kind kind, ClaimReader reader) throws MalformedMessage {
        String id = reader.text("return", Texts.ID);
        String payment = reader.text("payment", Texts.ID);
        String submission = reader.text("submission", Texts.ID);
        LocalDate businessDate = reader.date("businessDate");
        int quantity = reader.integer("quantity", 1, Submission.MAX_QUANTITY);
        Amount amount = Amount.read(reader.object("amount"));
        int remaining = reader.integer("remaining", 0, Submission.MAX_QUANTITY);
        String entitlement = reader.optionalText("entitlement", Texts.JWS);
        return ClaimReader.make(() -> new Returned(
                header,
                new Booking(kind, id, payment, submission, businessDate, quantity, amount, remaining),
                entitlement));
    }
}
