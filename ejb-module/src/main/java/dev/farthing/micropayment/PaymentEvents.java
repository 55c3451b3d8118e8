package dev.farthing.micropayment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.kit.message.Return;
import dev.farthing.ledger.Currencies;
import dev.farthing.outbox.Event;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Objects;

/**
 * What is told about payments after they are booked: {@code payment.accepted}, {@code payment.reversed},
 * {@code payment.refunded}, {@code payments.firm}. Complete, so that a listener asks nobody for more.
 */
@ApplicationScoped
class PaymentEvents {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A vendor's day that turned firm, in one currency; the amount in its ledger scale. */
    record FirmDay(long vendorId, String vendor, LocalDate businessDate, LocalDate firmedOn, Sum sum) {}

    /** @param payments how many turned firm, in whole or in part */
    record Sum(long payments, long amount, String currency) {}

    @Inject
    private Currencies currencies;

    /** The event of a command that moved money. */
    Event of(Decided decided, long vendorId) {
        Decision.Accepted accepted = decided.accepted();
        return accepted != null
                ? accepted(decided, accepted, vendorId)
                : returned(decided, Objects.requireNonNull(decided.returned()), vendorId);
    }

    private Event accepted(Decided decided, Decision.Accepted payment, long vendorId) {
        ObjectNode json = payment(decided, payment.grant())
                .put("submission", decided.command().submissionId())
                .put("businessDate", payment.businessDate().toString())
                .put("quantity", payment.grant().quantity());
        putAmount(json, payment.amount(), payment.currency());
        return event(Event.PAYMENT_ACCEPTED, vendorId, json);
    }

    private Event returned(Decided decided, Decision.Returned back, long vendorId) {
        ReturnCommand command = (ReturnCommand) decided.command();
        ObjectNode json = payment(decided, back.grant())
                .put("submission", back.submission())
                .put("return", back.id().toString())
                .put("returnSubmission", command.submissionId())
                .put("businessDate", back.businessDate().toString())
                .put("quantity", back.part().quantity())
                .put("remaining", back.remaining())
                .put("reason", command.reason())
                .put("by", command.operator() == null ? "vendor" : "bank");
        putAmount(json, back.part().amount(), back.part().currency());
        return event(
                back.kind() == Return.Kind.REFUND ? Event.PAYMENT_REFUNDED : Event.PAYMENT_REVERSED, vendorId, json);
    }

    Event firm(FirmDay day) {
        ObjectNode json = JSON.createObjectNode()
                .put("vendor", day.vendor())
                .put("businessDate", day.businessDate().toString())
                .put("firmedOn", day.firmedOn().toString())
                .put("payments", day.sum().payments());
        putAmount(json, day.sum().amount(), day.sum().currency());
        return event(Event.PAYMENTS_FIRM, day.vendorId(), json);
    }

    private static ObjectNode payment(Decided decided, Grant grant) {
        return JSON.createObjectNode()
                .put("payment", grant.payment().toString())
                .put("customerId", Objects.requireNonNull(decided.booking()).customerId())
                .put("vendor", decided.command().vendor())
                .put("item", grant.item());
    }

    private void putAmount(ObjectNode json, long amount, String currency) {
        json.putObject("amount")
                .put("value", Long.toString(amount))
                .put("currency", currency)
                .put("scale", currencies.get(currency).scale());
    }

    private static Event event(String topic, long vendorId, ObjectNode json) {
        return new Event(UuidCreator.getTimeOrderedEpoch(), topic, vendorId, json.toString());
    }
}
