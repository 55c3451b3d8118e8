package dev.farthing.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The public feeds: what happened, numbered 1, 2, 3… for ever. Who has read up to a number and asks for what comes after it
 * misses nothing and gets nothing twice, or is told that it is too late for it: events are kept for a time. The bank's feed shows all events, a vendor's those that concern the vendor.
 */
@Stateless
public class EventFeed {
    /** The bank's feed; the others are named by their vendor's id. */
    public static final long BANK = Numbering.BANK;

    /** The most events on one page. */
    public static final int MOST_ON_A_PAGE = 500;

    /** Would let vendors recognise customers across their pairwise identifiers. */
    private static final String FOR_THE_BANK_ALONE = "customerId";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Inject
    private FeedStore store;

    /**
     * The events after a number, in their order.
     *
     * @param feed {@link #BANK} or a vendor's id
     * @param after the number of the last event read, or 0
     * @param limit at most {@link #MOST_ON_A_PAGE}
     * @throws EventsGone if some of them are not kept any more
     */
    public List<FeedEvent> after(long feed, long after, int limit) {
        int most = Math.min(limit, MOST_ON_A_PAGE);
        List<FeedEvent> events = feed == BANK
                ? store.ofBank(after, most)
                : store.ofVendor(feed, after, most).stream()
                        .map(EventFeed::forVendor)
                        .toList();
        // Looked at last: what was deleted while the page was read is missed here, and not by the reader.
        long gone = store.gone(feed);
        if (after < gone) {
            throw new EventsGone(gone);
        }
        return events;
    }

    /** The last numbers given in these feeds; those without any are missing. */
    public Map<Long, Long> last(Collection<Long> feeds) {
        return store.last(feeds);
    }

    private static FeedEvent forVendor(FeedEvent event) {
        try {
            JsonNode data = JSON.readTree(event.data());
            if (data instanceof ObjectNode object) {
                object.remove(FOR_THE_BANK_ALONE);
            }
            return new FeedEvent(event.number(), event.id(), event.topic(), event.at(), data.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Event " + event.id() + " holds no JSON", e);
        }
    }
}
