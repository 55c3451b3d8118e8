package dev.farthing.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.farthing.outbox.Event;
import dev.farthing.outbox.Outbox;
import dev.farthing.party.Customers;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** What customers are told, one notice for each event that concerns them. */
@Stateless
public class CustomerNotices {
    /** Notices in one page. */
    public static final int PAGE = 200;

    private static final String LISTENER = "customer-notices";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Inject
    private Outbox outbox;

    @Inject
    private NoticeStore store;

    @Inject
    private Customers customers;

    @Inject
    private Clock clock;

    /**
     * Stores the notice of an event, once: the event's arrival and the notice are one transaction. What concerns no single
     * customer, such as a vendor's day that turned firm, makes none.
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void take(Event event) {
        JsonNode customerId = payload(event).path("customerId");
        if (customerId.isIntegralNumber() && outbox.takeOnce(LISTENER, event.id())) {
            store.insert(customerId.longValue(), event, clock.instant());
        }
    }

    /**
     * A customer's notices, the oldest first, at most {@link #PAGE}.
     *
     * @param after the id of the last one seen, or 0
     * @throws dev.farthing.party.PartyRefused if there is no such customer
     */
    public List<CustomerNotice> of(String customerCode, long after) {
        return store.notices(customers.get(customerCode).id(), after, PAGE);
    }

    private static JsonNode payload(Event event) {
        try {
            return JSON.readTree(event.payload());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Event " + event.id() + " holds no JSON", e);
        }
    }
}
