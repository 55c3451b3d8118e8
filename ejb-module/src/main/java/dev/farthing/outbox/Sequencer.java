package dev.farthing.outbox;

import dev.farthing.outbox.Numbering.Unnumbered;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Numbers committed events for the public feeds, one sequencer at a time over all nodes. The numbers of a feed have no
 * gaps, since they and the feed's last one are written by one transaction, which is rolled back as a whole or not at all. An
 * event is numbered after every event that was committed before its own transaction began.
 */
@Stateless
public class Sequencer {
    /** Events numbered in one transaction: a few tens of milliseconds of work. */
    public static final int NUMBER_LIMIT = 1_000;

    /** @param last the last number of each feed that has got a new one, by vendor id, or 0 for the bank's */
    public record Numbers(int events, Map<Long, Long> last) {
        static final Numbers NONE = new Numbers(0, Map.of());
    }

    @Inject
    private FeedStore store;

    /** Numbers what has none, up to {@link #NUMBER_LIMIT} events; nothing if another sequencer is at work. */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public Numbers number() {
        if (!store.tryLock()) {
            return Numbers.NONE;
        }
        // A statement of its own, after the lock: it sees all that the sequencer before has numbered.
        List<Unnumbered> events = store.unnumbered(NUMBER_LIMIT);
        if (events.isEmpty()) {
            return Numbers.NONE;
        }
        Numbering numbering = new Numbering(store.last(feeds(events)));
        events.forEach(numbering::add);
        store.number(numbering.numbered());
        store.setLast(numbering.last());
        return new Numbers(events.size(), numbering.last());
    }

    private static Set<Long> feeds(List<Unnumbered> events) {
        return Stream.concat(
                        Stream.of(Numbering.BANK),
                        events.stream().map(Unnumbered::vendorId).filter(Objects::nonNull))
                .collect(Collectors.toSet());
    }
}
