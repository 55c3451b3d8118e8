package dev.farthing.micropayment;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.outbox.Event;
import dev.farthing.party.Customer;
import dev.farthing.party.Vendor;

/** What is told about consents when they have changed. */
final class ConsentEvents {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ConsentEvents() {}

    /** @param identifier by which this vendor, who hears of it, knows the customer */
    static Event given(Customer customer, Vendor vendor, String identifier) {
        return event(Event.CONSENT_GIVEN, customer, vendor, identifier);
    }

    static Event withdrawn(Customer customer, Vendor vendor, String identifier) {
        return event(Event.CONSENT_WITHDRAWN, customer, vendor, identifier);
    }

    private static Event event(String topic, Customer customer, Vendor vendor, String identifier) {
        String payload = JSON.createObjectNode()
                .put("customerId", customer.id())
                .put("customer", identifier)
                .put("vendor", vendor.code())
                .toString();
        return new Event(UuidCreator.getTimeOrderedEpoch(), topic, vendor.id(), payload);
    }
}
