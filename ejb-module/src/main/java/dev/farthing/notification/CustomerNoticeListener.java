package dev.farthing.notification;

import dev.farthing.outbox.Event;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.UUID;

/**
 * Takes events from the queue to the customers' notices. Not part of a JMS transaction: an event that comes twice is
 * known by its id, and one whose notice fails is delivered again, and in the end laid aside as a dead letter.
 */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(
                    propertyName = "destinationLookup",
                    propertyValue = "java:/jms/queue/customerNotices"),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue")
        })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CustomerNoticeListener implements MessageListener {
    @Inject
    private CustomerNotices notices;

    @Override
    public void onMessage(Message message) {
        try {
            notices.take(new Event(
                    UUID.fromString(message.getStringProperty("eventId")),
                    message.getStringProperty("topic"),
                    null,
                    message.getBody(String.class)));
        } catch (JMSException e) {
            throw new IllegalStateException("A message on the queue is not an event of the outbox", e);
        }
    }
}
