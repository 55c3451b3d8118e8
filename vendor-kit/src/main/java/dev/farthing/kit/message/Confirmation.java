package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.time.LocalDate;

/**
 * The answer "paid": the vendor may grant the rights.
 *
 * @param header what every answer says
 * @param payment what was booked
 * @param entitlement the signed statement of those rights, a compact JWS that anyone can verify offline
 */
public record Confirmation(Answer.Header header, Payment payment, String entitlement) implements Answer {
    static final String OUTCOME = "accepted";

    /** Checks that the entitlement is a compact JWS in form. */
    public Confirmation {
        Texts.check("entitlement", entitlement, Texts.JWS);
    }

    @Override
    public byte[] toJson() {
        ObjectNode claims = header.toClaims()
                .put("outcome", OUTCOME)
                .put("payment", payment.id())
                .put("businessDate", payment.businessDate().toString());
        claims.set("amount", payment.amount().toJson());
        claims.put("customer", payment.customer())
                .put("item", payment.item())
                .put("quantity", payment.quantity())
                .put("rights", payment.rights())
                .put("state", payment.state())
                .put("entitlement", entitlement);
        return StrictJson.bytes(claims);
    }

    static Confirmation read(Answer.Header header, ClaimReader reader) throws MalformedMessage {
        String id = reader.text("payment", Texts.ID);
        LocalDate businessDate = reader.date("businessDate");
        Amount amount = Amount.read(reader.object("amount"));
        return new Confirmation(
                header,
                new Payment(
                        id,
                        businessDate,
                        amount,
                        reader.text("customer", Texts.ID),
                        reader.text("item", Texts.ID),
                        reader.integer("quantity", 1, Submission.MAX_QUANTITY),
                        reader.text("rights", Texts.PROSE),
                        reader.text("state", Texts.CODE)),
                reader.text("entitlement", Texts.JWS));
    }
}
