package dev.farthing.outbox;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;

/** Stores events in the transaction that causes them; sequencer and relay take them from there once it has committed. */
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

    /** How many events wait to be numbered or sent. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public long depth() {
        return store.depth();
    }
}
