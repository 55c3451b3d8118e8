package dev.farthing.settlement;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.ledger.Currencies;
import dev.farthing.outbox.Event;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** What vendors and customers are told of their money's way to and from their banks. */
@ApplicationScoped
class SettlementEvents {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Inject
    private Currencies currencies;

    Event payoutMade(long vendorId, Payout payout) {
        return event(Event.PAYOUT_MADE, vendorId, json(payout).put("payments", payout.payments()));
    }

    Event payoutSettled(long vendorId, Payout payout) {
        return event(Event.PAYOUT_SETTLED, vendorId, json(payout));
    }

    Event payoutReturned(long vendorId, Payout payout, String reason) {
        return event(Event.PAYOUT_RETURNED, vendorId, json(payout).put("reason", reason));
    }

    /** The customer learns of it before the bank does. */
    Event collectionAnnounced(long customerId, Collection collection) {
        return event(
                Event.COLLECTION_ANNOUNCED,
                null,
                json(customerId, collection)
                        .put("purchases", collection.purchases())
                        .put("mandate", collection.mandateReference()));
    }

    Event collectionSettled(long customerId, Collection collection) {
        return event(Event.COLLECTION_SETTLED, null, json(customerId, collection));
    }

    Event collectionReturned(long customerId, Collection collection, String reason) {
        return event(
                Event.COLLECTION_RETURNED, null, json(customerId, collection).put("reason", reason));
    }

    private ObjectNode json(Payout payout) {
        ObjectNode json = JSON.createObjectNode()
                .put("vendor", payout.vendor())
                .put("payout", payout.reference())
                .put("businessDate", payout.businessDate().toString());
        return putAmount(json, payout.amount(), payout.currency());
    }

    private ObjectNode json(long customerId, Collection collection) {
        ObjectNode json = JSON.createObjectNode()
                .put("customerId", customerId)
                .put("customer", collection.customer())
                .put("collection", collection.reference())
                .put("businessDate", collection.businessDate().toString());
        return putAmount(json, collection.amount(), collection.currency());
    }

    private ObjectNode putAmount(ObjectNode json, long amount, String currency) {
        json.putObject("amount")
                .put("value", Long.toString(amount))
                .put("currency", currency)
                .put("scale", currencies.get(currency).scale());
        return json;
    }

    private static Event event(String topic, @Nullable Long vendorId, ObjectNode json) {
        return new Event(UuidCreator.getTimeOrderedEpoch(), topic, vendorId, json.toString());
    }
}
