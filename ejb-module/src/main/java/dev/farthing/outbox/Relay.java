package dev.farthing.outbox;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.time.Clock;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends stored events to the queue. The queue is not part of the database's transaction: a relay that dies between the
 * two commits sends its events again, which the broker drops by their duplicate-detection id.
 */
@Stateless
public class Relay {
    private static final Logger LOG = Logger.getLogger(Relay.class.getName());

    /** Events sent in one local JMS transaction. */
    public static final int SEND_LIMIT = 500;

    /** The Artemis property that carries the duplicate-detection id. */
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    static final String EVENT_ID = "eventId";
    static final String TOPIC = "topic";

    @Inject
    private OutboxStore store;

    @Inject
    private Clock clock;

    // The plain in-VM factory, not the pooled one: that would enlist itself in the database's transaction.
    @Resource(lookup = "java:/ConnectionFactory")
    private ConnectionFactory connections;

    @Resource(lookup = "java:/jms/queue/customerNotices")
    private Queue queue;

    /** Sends what waits, up to {@link #SEND_LIMIT} events; returns how many. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int relay() {
        List<OutboxStore.Unsent> unsent = store.lockUnsent(SEND_LIMIT);
        if (!unsent.isEmpty()) {
            send(unsent.stream().map(OutboxStore.Unsent::event).toList());
            store.markSent(unsent, clock.instant());
        }
        return unsent.size();
    }

    private void send(List<Event> events) {
        try (JMSContext session = connections.createContext(JMSContext.SESSION_TRANSACTED)) {
            events.forEach(event -> send(session, event));
            session.commit();
        } catch (JMSRuntimeException e) {
            // The broker rolls a transaction back that holds a single duplicate, so together these would never pass.
            LOG.log(Level.INFO, "Sending {0} events one by one, since together they failed: {1}", new Object[] {
                events.size(), e.getErrorCode()
            });
            sendOneByOne(events);
        }
    }

    /** Slower, and after a crash only: a message of its own that the broker knows already is dropped, and no other. */
    private void sendOneByOne(List<Event> events) {
        try (JMSContext session = connections.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
            events.forEach(event -> send(session, event));
        }
    }

    private void send(JMSContext session, Event event) {
        JMSProducer producer = session.createProducer();
        TextMessage message = session.createTextMessage(event.payload());
        producer.setProperty(DUPLICATE_ID, event.id().toString())
                .setProperty(EVENT_ID, event.id().toString())
                .setProperty(TOPIC, event.topic())
                .send(queue, message);
    }
}
