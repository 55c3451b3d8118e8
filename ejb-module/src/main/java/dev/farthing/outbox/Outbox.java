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

    @Inject
    private jakarta.enterprise.event.Event<Appended> appended;

    /** Told after the commit of a transaction that has stored events, on the node where it was. */
    record Appended() {}

    public void append(List<Event> events) {
        if (!events.isEmpty()) {
            store.append(events, clock.instant());
            appended.fire(new Appended());
        }
    }

    /** How many events wait to be numbered or sent. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public long depth() {
        return store.depth();
    }
}
