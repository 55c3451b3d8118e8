package dev.farthing.outbox;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.util.List;
import java.util.OptionalLong;

/**
 * Sends numbered events to the queue, many in one message, one relay at a time over all nodes. The queue is not part of the
 * database's transaction: a relay that dies between the two commits sends its events again, and listeners know them by their
 * ids.
 */
@Stateless
public class Relay {
    /** Events sent in one local JMS transaction. */
    public static final int SEND_LIMIT = 1_000;

    /** Events in one message: what a listener takes in one transaction. */
    private static final int MESSAGE_LIMIT = 100;

    private static final String CUSTOMER_NOTICES = "customer-notices";

    @Inject
    private OutboxStore store;

    // The plain in-VM factory, not the pooled one: that would enlist itself in the database's transaction.
    @Resource(lookup = "java:/ConnectionFactory")
    private ConnectionFactory connections;

    @Resource(lookup = "java:/jms/queue/customerNotices")
    private Queue queue;

    /** Sends what waits, up to {@link #SEND_LIMIT} events; returns how many it went past. Nothing if another relay is at work. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int relay() {
        OptionalLong sent = store.lockPosition(CUSTOMER_NOTICES);
        if (sent.isEmpty()) {
            return 0;
        }
        List<Event> events = store.numberedAfter(sent.getAsLong(), SEND_LIMIT);
        if (!events.isEmpty()) {
            send(events.stream().filter(Event::isForCustomers).toList());
            store.setPosition(CUSTOMER_NOTICES, sent.getAsLong() + events.size());
        }
        return events.size();
    }

    private void send(List<Event> events) {
        try (JMSContext session = connections.createContext(JMSContext.SESSION_TRANSACTED)) {
            for (int from = 0; from < events.size(); from += MESSAGE_LIMIT) {
                List<Event> some = events.subList(from, Math.min(from + MESSAGE_LIMIT, events.size()));
                session.createProducer().send(queue, EventsMessage.write(some));
            }
            session.commit();
        }
    }
}
