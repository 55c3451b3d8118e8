package dev.farthing.kit.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.BulkAnswer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Payment;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Returned;
import dev.farthing.kit.token.Entitlement;

/** Sealed answers and signed statements, as commands show them. */
final class Answers {
    private Answers() {}

    static Exit exit(Answer answer) {
        if (answer instanceof BulkAnswer bulk) {
            return bulk.pending() > 0 ? Exit.UNKNOWN : bulk.refused() > 0 ? Exit.REFUSED : Exit.DONE;
        }
        return answer instanceof Refusal ? Exit.REFUSED : Exit.DONE;
    }

    static ObjectNode json(BulkAnswer answer) {
        ObjectNode json = StrictJson.newObject()
                .put("bulk", answer.submissionId())
                .put("outcome", answer.isComplete() ? "complete" : "incomplete")
                .put("accepted", answer.accepted())
                .put("refused", answer.refused())
                .put("pending", answer.pending());
        ArrayNode purchases = json.putArray("purchases");
        answer.outcomes().forEach(outcome -> put(outcome, purchases.addObject()));
        return json;
    }

    private static void put(BulkAnswer.Outcome outcome, ObjectNode json) {
        json.put("submission", outcome.submission());
        if (outcome instanceof BulkAnswer.Accepted accepted) {
            json.put("outcome", "accepted").put("payment", accepted.payment());
            json.set("amount", accepted.amount().toJson());
            json.put("businessDate", accepted.businessDate().toString());
            if (accepted.entitlement() != null) {
                json.put("entitlement", accepted.entitlement());
            }
        } else if (outcome instanceof BulkAnswer.Refused refused) {
            json.put("outcome", "refused")
                    .put("code", refused.code())
                    .put("detail", refused.detail())
                    .put("retryable", refused.retryable());
        } else {
            json.put("outcome", "pending");
        }
    }

    static ObjectNode json(Answer answer) {
        ObjectNode json = StrictJson.newObject().put("submission", answer.submissionId());
        if (answer instanceof Confirmation confirmation) {
            return paid(json, confirmation);
        }
        if (answer instanceof Returned returned) {
            return returned(json, returned);
        }
        if (answer instanceof Refusal refusal) {
            json.put("outcome", "refused")
                    .put("code", refusal.code())
                    .put("detail", refusal.detail())
                    .put("retryable", refusal.retryable())
                    .put("booking", refusal.outcome());
        }
        return json;
    }

    private static ObjectNode paid(ObjectNode json, Confirmation confirmation) {
        Payment payment = confirmation.payment();
        json.put("outcome", "accepted").put("payment", payment.id());
        json.set("amount", payment.amount().toJson());
        return json.put("customer", payment.customer())
                .put("item", payment.item())
                .put("quantity", payment.quantity())
                .put("rights", payment.rights())
                .put("state", payment.state())
                .put("businessDate", payment.businessDate().toString())
                .put("entitlement", confirmation.entitlement());
    }

    private static ObjectNode returned(ObjectNode json, Returned returned) {
        Returned.Booking booking = returned.booking();
        json.put("outcome", booking.kind().operation().equals("reverse") ? "reversed" : "refunded")
                .put("return", booking.id())
                .put("payment", booking.payment())
                .put("of", booking.submission())
                .put("quantity", booking.quantity());
        json.set("amount", booking.amount().toJson());
        json.put("remaining", booking.remaining())
                .put("businessDate", booking.businessDate().toString());
        if (returned.entitlement() != null) {
            json.put("entitlement", returned.entitlement());
        }
        return json;
    }

    static ObjectNode json(Entitlement entitlement) {
        Entitlement.Rights rights = entitlement.rights();
        ObjectNode json = StrictJson.newObject()
                .put("server", entitlement.server())
                .put("vendor", entitlement.vendor())
                .put("customer", entitlement.customer())
                .put("payment", entitlement.payment())
                .put("item", entitlement.item())
                .put("quantity", entitlement.quantity())
                .put("issuedAt", entitlement.issuedAt().toString())
                .put("rights", rights.text())
                .put("model", rights.model().name());
        if (rights.count() != null) {
            json.put("count", rights.count());
        }
        json.put("from", rights.from().toString());
        if (rights.until() != null) {
            json.put("until", rights.until().toString());
        }
        return json;
    }
}
