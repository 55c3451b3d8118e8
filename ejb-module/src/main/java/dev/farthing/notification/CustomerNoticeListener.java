package dev.farthing.notification;

import dev.farthing.database.SqlFailure;
import dev.farthing.outbox.Event;
import dev.farthing.outbox.EventsMessage;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes events from the queue to the customers' notices, a message's events in one transaction. Not part of a JMS transaction: an
 * event that comes twice is known by its id. If one of them is at fault, each is taken alone, so that it holds up no other; its
 * message is delivered again, and in the end laid aside as a dead letter. One message at a time keeps a node's events in
 * their order.
 */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(
                    propertyName = "destinationLookup",
                    propertyValue = "java:/jms/queue/customerNotices"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "1")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CustomerNoticeListener implements MessageListener {
    @Inject
    private CustomerNotices notices;

    @Override
    public void onMessage(Message message) {
        List<Event> events = events(message);
        try {
            notices.take(events);
        } catch (RuntimeException together) {
            if (SqlFailure.isPassing(together)) {
                throw together;
            }
            oneByOne(events);
        }
    }

    private void oneByOne(List<Event> events) {
        @Nullable RuntimeException failure = null;
        for (Event event : events) {
            try {
                notices.take(List.of(event));
            } catch (RuntimeException alone) {
                failure = alone;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static List<Event> events(Message message) {
        try {
            return EventsMessage.read(message.getBody(String.class));
        } catch (JMSException e) {
            throw new IllegalStateException("A message on the queue is not one of the relay", e);
        }
    }
}
