package dev.farthing.micropayment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.ledger.Currencies;
import dev.farthing.micropayment.Decider.Decided;
import dev.farthing.outbox.Event;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;

/** What is told about payments after they are booked. */
@ApplicationScoped
class PaymentEvents {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Inject
    private Currencies currencies;

    /** {@code payment.accepted}: complete, so that a listener asks nobody for more. */
    Event accepted(Decided decided, long vendorId) {
        Decision.Accepted payment = Objects.requireNonNull(decided.accepted());
        ObjectNode json = JSON.createObjectNode()
                .put("payment", payment.paymentId().toString())
                .put("businessDate", payment.businessDate().toString())
                .put("customerId", Objects.requireNonNull(decided.booking()).customerId())
                .put("vendor", decided.command().vendor())
                .put("item", payment.item())
                .put("quantity", payment.quantity());
        json.putObject("amount")
                .put("value", Long.toString(payment.amount()))
                .put("currency", payment.currency())
                .put("scale", currencies.get(payment.currency()).scale());
        return new Event(UuidCreator.getTimeOrderedEpoch(), Event.PAYMENT_ACCEPTED, vendorId, json.toString());
    }
}
