package dev.farthing.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the next numbers of the bank's feed and of the vendors' feeds to events, in the order that they are given in. */
final class Numbering {
    /** The bank's feed, which shows all events; every other feed is a vendor's, by its id. */
    static final long BANK = 0;

    /** An event that has no numbers yet, by the place of its row. */
    record Unnumbered(String place, @Nullable Long vendorId) {}

    /** An event's numbers in the bank's feed and in its vendor's, if it has one. */
    record Numbered(String place, long number, @Nullable Long vendorNumber) {}

    private final Map<Long, Long> last;
    private final List<Numbered> numbered = new ArrayList<>();

    /** @param last the last number given in each feed; 0 where there is none */
    Numbering(Map<Long, Long> last) {
        this.last = new HashMap<>(last);
    }

    void add(Unnumbered event) {
        Long vendor = event.vendorId();
        numbered.add(new Numbered(event.place(), next(BANK), vendor == null ? null : next(vendor)));
    }

    List<Numbered> numbered() {
        return List.copyOf(numbered);
    }

    /** The last number given in each feed now. */
    Map<Long, Long> last() {
        return Map.copyOf(last);
    }

    private long next(long feed) {
        return last.merge(feed, 1L, Math::addExact);
    }
}
