package dev.farthing.kit.message;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.time.LocalDate;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a bulk: what became of each purchase, in the order in which they were asked for. One with pending purchases is
 * incomplete: the bulk is to be sent again.
 *
 * @param header what every answer says
 * @param outcomes one for each purchase
 */
public record BulkAnswer(Answer.Header header, List<Outcome> outcomes) implements Answer {
    static final String COMPLETE = "complete";
    static final String INCOMPLETE = "incomplete";

    private static final String PENDING = "pending";
    private static final Pattern OUTCOME =
            Pattern.compile(Confirmation.OUTCOME + "|" + Refusal.OUTCOME + "|" + PENDING);

    /** What became of one purchase. */
    public sealed interface Outcome permits Accepted, Refused, Pending {
        /** Its submission id. */
        String submission();
    }

    /**
     * Paid.
     *
     * @param payment the server's name for the payment
     * @param businessDate the accounting day on which it stands
     * @param amount what the customer paid, for all units
     * @param entitlement to the rights, a compact JWS; null if none was asked for
     */
    public record Accepted(
            String submission,
            String payment,
            LocalDate businessDate,
            Amount amount,
            @Nullable String entitlement) implements Outcome {
        /** Checks alphabets. */
        public Accepted {
            Texts.check("submission", submission, Texts.ID);
            Texts.check("payment", payment, Texts.ID);
            if (entitlement != null) {
                Texts.check("entitlement", entitlement, Texts.JWS);
            }
        }
    }

    /**
     * Not paid, and nothing is booked.
     *
     * @param code which refusal, stable
     * @param detail what to do, for people
     * @param retryable true if the very same purchase under a new submission id can succeed later though the vendor changes
     *     nothing
     */
    public record Refused(String submission, String code, String detail, boolean retryable) implements Outcome {
        /** Checks alphabets. */
        public Refused {
            Texts.check("submission", submission, Texts.ID);
            Texts.check("code", code, Texts.CODE);
            Texts.check("detail", detail, Texts.PROSE);
        }
    }

    /** Not known for now: it may be booked, or not yet. */
    public record Pending(String submission) implements Outcome {
        /** Checks the alphabet. */
        public Pending {
            Texts.check("submission", submission, Texts.ID);
        }
    }

    /** There is one at least. */
    public BulkAnswer {
        outcomes = List.copyOf(outcomes);
        if (outcomes.isEmpty() || outcomes.size() > Bulk.MAX_PURCHASES) {
            throw new IllegalArgumentException("Give 1 to " + Bulk.MAX_PURCHASES + " outcomes.");
        }
    }

    /** True if every purchase is decided. */
    public boolean isComplete() {
        return pending() == 0;
    }

    /** How many are paid. */
    public int accepted() {
        return count(Accepted.class);
    }

    /** How many are refused. */
    public int refused() {
        return count(Refused.class);
    }

    /** How many are not known for now. */
    public int pending() {
        return count(Pending.class);
    }

    private int count(Class<? extends Outcome> kind) {
        return Math.toIntExact(outcomes.stream().filter(kind::isInstance).count());
    }

    @Override
    public byte[] toJson() {
        ObjectNode claims = header.toClaims()
                .put("outcome", isComplete() ? COMPLETE : INCOMPLETE)
                .put("accepted", accepted())
                .put("refused", refused())
                .put("pending", pending());
        ArrayNode purchases = claims.putArray("purchases");
        outcomes.forEach(outcome -> put(outcome, purchases.addObject().put("submission", outcome.submission())));
        return StrictJson.bytes(claims);
    }

    private static void put(Outcome outcome, ObjectNode json) {
        if (outcome instanceof Accepted accepted) {
            json.put("outcome", Confirmation.OUTCOME)
                    .put("payment", accepted.payment())
                    .put("businessDate", accepted.businessDate().toString());
            json.set("amount", accepted.amount().toJson());
            if (accepted.entitlement() != null) {
                json.put("entitlement", accepted.entitlement());
            }
        } else if (outcome instanceof Refused refused) {
            json.put("outcome", Refusal.OUTCOME)
                    .put("code", refused.code())
                    .put("detail", refused.detail())
                    .put("retryable", refused.retryable());
        } else {
            json.put("outcome", PENDING);
        }
    }

    static BulkAnswer read(Answer.Header header, String outcome, ClaimReader reader) throws MalformedMessage {
        int accepted = reader.integer("accepted", 0, Bulk.MAX_PURCHASES);
        int refused = reader.integer("refused", 0, Bulk.MAX_PURCHASES);
        int pending = reader.integer("pending", 0, Bulk.MAX_PURCHASES);
        List<Outcome> outcomes = reader.objects("purchases", Bulk.MAX_PURCHASES, BulkAnswer::readOutcome);
        BulkAnswer answer = ClaimReader.make(() -> new BulkAnswer(header, outcomes));
        if (accepted != answer.accepted()
                || refused != answer.refused()
                || pending != answer.pending()
                || outcome.equals(COMPLETE) != answer.isComplete()) {
            throw new MalformedMessage("Give outcome and counts as the purchases have them.");
        }
        return answer;
    }

    private static Outcome readOutcome(ClaimReader reader) throws MalformedMessage {
        String submission = reader.text("submission", Texts.ID);
        Outcome outcome =
                switch (reader.text("outcome", OUTCOME)) {
                    case Confirmation.OUTCOME ->
                        new Accepted(
                                submission,
                                reader.text("payment", Texts.ID),
                                reader.date("businessDate"),
                                Amount.read(reader.object("amount")),
                                reader.optionalText("entitlement", Texts.JWS));
                    case Refusal.OUTCOME ->
                        new Refused(
                                submission,
                                reader.text("code", Texts.CODE),
                                reader.text("detail", Texts.PROSE),
                                reader.flag("retryable"));
                    default -> new Pending(submission);
                };
        reader.nothingElse();
        return outcome;
    }
}
