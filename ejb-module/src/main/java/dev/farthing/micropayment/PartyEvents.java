package dev.farthing.micropayment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.ledger.Currencies;
import dev.farthing.micropayment.IncomingMoney.Credit;
import dev.farthing.outbox.Event;
import dev.farthing.party.Customer;
import dev.farthing.party.Vendor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is told about the lives of parties and the money that comes in. Reasons stay in the audit trail. */
@ApplicationScoped
class PartyEvents {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Inject
    private Currencies currencies;

    Event status(Vendor vendor, Vendor.Status from) {
        ObjectNode json = JSON.createObjectNode()
                .put("vendor", vendor.code())
                .put("from", from.name())
                .put("to", vendor.status().name());
        return event(Event.VENDOR_STATUS, vendor.id(), json);
    }

    /** The customer's step for the bank, and for each vendor that its consent is gone. */
    List<Event> status(Customer customer, Customer.Status from, List<RelationshipStore.Withdrawn> withdrawn) {
        List<Event> events = new ArrayList<>();
        ObjectNode json = of(customer)
                .put("from", from.name())
                .put("to", customer.status().name());
        events.add(event(Event.CUSTOMER_STATUS, null, json));
        for (RelationshipStore.Withdrawn consent : withdrawn) {
            ObjectNode told = JSON.createObjectNode()
                    .put("customerId", customer.id())
                    .put("customer", consent.identifier())
                    .put("vendor", consent.vendor());
            events.add(event(Event.CONSENT_WITHDRAWN, consent.vendorId(), told));
        }
        return events;
    }

    Event topUp(Customer customer, Credit credit) {
        ObjectNode json = of(customer)
                .put("transfer", credit.transferId().toString())
                .put("businessDate", credit.businessDate().toString());
        json.putObject("amount")
                .put("value", Long.toString(credit.amount()))
                .put("currency", credit.currency())
                .put("scale", currencies.get(credit.currency()).scale());
        return event(Event.TOP_UP_BOOKED, null, json);
    }

    private static ObjectNode of(Customer customer) {
        return JSON.createObjectNode().put("customerId", customer.id()).put("customer", customer.code());
    }

    private static Event event(String topic, @Nullable Long vendorId, ObjectNode json) {
        return new Event(UuidCreator.getTimeOrderedEpoch(), topic, vendorId, json.toString());
    }
}
