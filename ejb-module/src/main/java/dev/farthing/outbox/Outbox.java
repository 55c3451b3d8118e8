package dev.farthing.outbox;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Stores events in the transaction that causes them, and remembers which ones a listener has taken. */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class Outbox {
    @Inject
    private OutboxStore store;

    @Inject
    private Clock clock;

    public void append(List<Event> events) {
        if (!events.isEmpty()) {
            store.append(events, clock.instant());
        }
    }

    /** True if this listener has not taken the event before; part of the transaction of the listener's effect. */
    public boolean takeOnce(String listener, UUID eventId) {
        return store.take(listener, eventId, clock.instant());
    }

    /** How many events wait to be sent. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public long depth() {
        return store.depth();
    }
}
