package dev.farthing.kit.shop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes each ticket once. A ticket's nonce is of one visit of this process, so that nothing need outlive the process. */
final class SeenTickets {
    /** More than that within the memory's time are not taken: they would crowd out those that must be refused. */
    static final int MAX_TICKETS = 100_000;

    private final Clock clock;
    private final Duration memory;
    private final Map<String, Instant> seen = new LinkedHashMap<>();

    /** @param memory how long a ticket could come again */
    SeenTickets(Clock clock, Duration memory) {
        this.clock = clock;
        this.memory = memory;
    }

    /** True the first time. */
    synchronized boolean take(String id) {
        Instant now = clock.instant();
        Iterator<Instant> oldest = seen.values().iterator();
        while (oldest.hasNext() && !oldest.next().plus(memory).isAfter(now)) {
            oldest.remove();
        }
        return seen.size() < MAX_TICKETS && seen.putIfAbsent(id, now) == null;
    }
}
