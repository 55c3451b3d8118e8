package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Amount;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.BulkAnswer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Payment;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Returned;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, as the journal keeps it, and whether an answer is one to that. A server that confirms something else
 * than was asked is in error, and nothing may be granted for it.
 */
final class AskedFor {
    private static final String OP = "op";
    private static final String PAY = "pay";

    private AskedFor() {}

    static ObjectNode payment(Purchase purchase) {
        ObjectNode ask = StrictJson.newObject()
                .put(OP, PAY)
                .put("customer", purchase.customer())
                .put("item", purchase.item())
                .put("quantity", purchase.quantity());
        if (purchase.guard() != null) {
            ask.put("price", Long.toString(purchase.guard().price()))
                    .put("currency", purchase.guard().currency());
        }
        return ask;
    }

    static ObjectNode giveBack(GiveBack asked) {
        ObjectNode ask =
                StrictJson.newObject().put(OP, asked.kind().operation()).put("submission", asked.submission());
        if (asked.quantity() != null) {
            ask.put("quantity", asked.quantity());
        }
        return ask.put("reason", asked.reason());
    }

    /** Passes if the answer is one to that. */
    static void requireAnswered(ObjectNode ask, Answer answer) throws AnswerNotBound {
        boolean fits;
        if (answer instanceof Confirmation confirmation) {
            fits = isPaid(ask, confirmation.payment());
        } else if (answer instanceof Returned returned) {
            fits = isGivenBack(ask, returned.booking());
        } else {
            fits = answer instanceof Refusal;
        }
        if (!fits) {
            throw new AnswerNotBound("it confirms something else than was asked for");
        }
    }

    /** Passes if the answer is one to a bulk of these, by submission id. */
    static void requireAllAnswered(Map<String, ObjectNode> asks, Answer answer) throws AnswerNotBound {
        boolean fits = answer instanceof BulkAnswer bulk
                ? List.copyOf(asks.keySet())
                                .equals(bulk.outcomes().stream()
                                        .map(BulkAnswer.Outcome::submission)
                                        .toList())
                        && bulk.outcomes().stream().allMatch(outcome -> costsAsShown(asks, outcome))
                : answer instanceof Refusal;
        if (!fits) {
            throw new AnswerNotBound("it answers other purchases than were asked for");
        }
    }

    private static boolean costsAsShown(Map<String, ObjectNode> asks, BulkAnswer.Outcome outcome) {
        @Nullable ObjectNode ask = asks.get(outcome.submission());
        return ask != null
                && (!(outcome instanceof BulkAnswer.Accepted accepted)
                        || !ask.has("price")
                        || costsAsShown(ask, accepted.amount()));
    }

    private static boolean isPaid(ObjectNode ask, Payment payment) {
        return PAY.equals(ask.path(OP).asText())
                && payment.customer().equals(ask.path("customer").asText())
                && payment.item().equals(ask.path("item").asText())
                && payment.quantity() == ask.path("quantity").asInt()
                && (!ask.has("price") || costsAsShown(ask, payment.amount()));
    }

    private static boolean costsAsShown(ObjectNode ask, Amount amount) {
        try {
            long price = Long.parseLong(ask.path("price").asText());
            return amount.currency().equals(ask.path("currency").asText())
                    && amount.value()
                            == Math.multiplyExact(price, ask.path("quantity").asInt());
        } catch (ArithmeticException | NumberFormatException e) {
            return false;
        }
    }

    private static boolean isGivenBack(ObjectNode ask, Returned.Booking booking) {
        Return.Kind kind = booking.kind();
        return kind.operation().equals(ask.path(OP).asText())
                && booking.submission().equals(ask.path("submission").asText())
                && (!ask.has("quantity")
                        || booking.quantity() == ask.path("quantity").asInt());
    }
}
