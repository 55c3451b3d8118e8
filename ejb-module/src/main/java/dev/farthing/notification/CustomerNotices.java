package dev.farthing.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.outbox.Event;
import dev.farthing.party.Customers;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** What customers are told, one notice for each event that concerns them. */
@Stateless
public class CustomerNotices {
    /** Notices in one page. */
    public static final int PAGE = 200;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Inject
    private NoticeStore store;

    @Inject
    private Customers customers;

    @Inject
    private Clock clock;

    /**
     * Stores the notices of events, each once: an event whose notice is there changes nothing. What concerns no single customer
     * is not sent here; one that names none fails all, and is laid aside by the broker in the end.
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public void take(List<Event> events) {
        List<NoticeStore.Notice> told =
                events.stream().map(CustomerNotices::notice).toList();
        store.takeTurns(told.stream().map(NoticeStore.Notice::customerId).collect(Collectors.toSet()));
        store.insert(told, clock.instant());
    }

    /**
     * A customer's notices, the oldest first, at most {@link #PAGE}.
     *
     * @param after the id of the last one seen, or 0
     * @throws dev.farthing.party.PartyRefused if there is no such customer
     */
    public List<CustomerNotice> of(String customerCode, long after) {
        return of(customerCode, after, PAGE);
    }

    /** As {@link #of(String, long)}, at most so many. None is stored later under a smaller id than one that was seen. */
    public List<CustomerNotice> of(String customerCode, long after, int limit) {
        return store.notices(customers.get(customerCode).id(), after, Math.min(limit, PAGE));
    }

    /** The row's number of the customer says nothing to the customer, so the notice goes without it. */
    private static NoticeStore.Notice notice(Event event) {
        ObjectNode payload = payload(event);
        long customerId = payload.required("customerId").longValue();
        payload.remove("customerId");
        return new NoticeStore.Notice(customerId, event.id(), event.topic(), payload.toString());
    }

    private static ObjectNode payload(Event event) {
        try {
            return (ObjectNode) JSON.readTree(event.payload());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Event " + event.id() + " holds no JSON", e);
        }
    }
}
