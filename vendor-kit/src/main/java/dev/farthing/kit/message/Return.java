package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor asks: that a customer gets money back for a payment. Until the payment turns firm it is reversed, from then
 * on refunded out of what the vendor is owed; whole or by quantity, any number of times until nothing is left.
 *
 * @param header what every request says; its submission id is the return's own
 * @param kind reversal or refund
 * @param submission the submission id of the payment
 * @param quantity how many of its units go back, 1 to 1000; null for all that are left
 * @param reason in words of up to 200 characters, for the books and the customer
 */
public record Return(
        Request.Header header,
        Kind kind,
        String submission,
        @Nullable Integer quantity,
        String reason) implements Request {
    /** The two ways back. */
    public enum Kind {
        /** Before the payment is firm. */
        REVERSAL("reverse", "reversed"),
        /** After. */
        REFUND("refund", "refunded");

        private final String operation;
        private final String outcome;

        Kind(String operation, String outcome) {
            this.operation = operation;
            this.outcome = outcome;
        }

        /** The claim {@code op} that asks for it. */
        public String operation() {
            return operation;
        }

        /** The claim {@code outcome} of its answer. */
        String outcome() {
            return outcome;
        }

        static @Nullable Kind ofOperation(@Nullable String operation) {
            return REVERSAL.operation.equals(operation) ? REVERSAL : REFUND.operation.equals(operation) ? REFUND : null;
        }

        static @Nullable Kind ofOutcome(String outcome) {
            return REVERSAL.outcome.equals(outcome) ? REVERSAL : REFUND.outcome.equals(outcome) ? REFUND : null;
        }
    }

    private static final Pattern OPERATION = Pattern.compile("reverse|refund");

    /** Checks alphabets and ranges. */
    public Return {
        Texts.check("submission", submission, Texts.ID);
        Texts.check("reason", reason, Texts.REASON);
        if (quantity != null && (quantity < 1 || quantity > Submission.MAX_QUANTITY)) {
            throw new IllegalArgumentException("Give quantity from 1 to " + Submission.MAX_QUANTITY + ".");
        }
    }

    @Override
    public byte[] toJson() {
        ObjectNode claims =
                header.toClaims().put(OPERATION_CLAIM, kind.operation()).put("submission", submission);
        if (quantity != null) {
            claims.put("quantity", quantity);
        }
        return StrictJson.bytes(claims.put("reason", reason));
    }

    /**
     * Reads the claims of an opened message.
     *
     * @throws MalformedMessage if a claim is missing, unknown, of another type or out of range
     */
    public static Return fromClaims(ObjectNode claims) throws MalformedMessage {
        ClaimReader reader = new ClaimReader(claims);
        Header header = Header.read(reader);
        Kind kind =
                Kind.REVERSAL.operation().equals(reader.text(OPERATION_CLAIM, OPERATION)) ? Kind.REVERSAL : Kind.REFUND;
        String submission = reader.text("submission", Texts.ID);
        Integer quantity = reader.has("quantity") ? reader.integer("quantity", 1, Submission.MAX_QUANTITY) : null;
        String reason = reader.text("reason", Texts.REASON);
        reader.nothingElse();
        return new Return(header, kind, submission, quantity, reason);
    }

    /**
     * Names what is asked: SHA-256 over vendor, kind, the payment's submission, quantity and reason. Two returns of one id
     * with different fingerprints are a conflict.
     */
    public byte[] fingerprint() {
        return fingerprint(header.vendor(), kind, submission, quantity, reason);
    }

    /** The fingerprint of a return that did not come as a message. */
    public static byte[] fingerprint(
            String vendor, Kind kind, String submission, @Nullable Integer quantity, String reason) {
        return new Fingerprint("farthing-return-1")
                .add(vendor)
                .add(kind.name())
                .add(submission)
                .add(quantity == null ? "all" : Integer.toString(quantity))
                .add(reason)
                .sha256();
    }
}
