package dev.farthing.outbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Who waits for events, without a thread: each is let go when its feed has passed the number it waits behind, or its time
 * is over. Bounded over all feeds and for each. Thread-safe; those let go are completed outside the lock.
 */
final class FeedWaiters {
    private final int most;
    private final int mostOfAFeed;
    private final Map<Long, List<Waiter>> byFeed = new HashMap<>();
    private int count;

    private record Waiter(long after, long untilNanos, CompletableFuture<Void> letGo) {
        boolean mayGo(long last, long nowNanos) {
            return last > after || nowNanos - untilNanos >= 0;
        }
    }

    FeedWaiters(int most, int mostOfAFeed) {
        this.most = most;
        this.mostOfAFeed = mostOfAFeed;
    }

    /** @throws FeedsFull if too many wait */
    synchronized CompletableFuture<Void> await(long feed, long after, long untilNanos) {
        List<Waiter> waiters = byFeed.getOrDefault(feed, List.of());
        if (count >= most || waiters.size() >= mostOfAFeed) {
            throw new FeedsFull();
        }
        Waiter waiter = new Waiter(after, untilNanos, new CompletableFuture<>());
        byFeed.computeIfAbsent(feed, f -> new ArrayList<>()).add(waiter);
        count++;
        return waiter.letGo();
    }

    synchronized Set<Long> feeds() {
        return Set.copyOf(byFeed.keySet());
    }

    synchronized int count() {
        return count;
    }

    /** Lets those go whose feed has passed their number, or whose time is over. */
    void letGo(Map<Long, Long> last, long nowNanos) {
        remove(last, nowNanos).forEach(waiter -> waiter.letGo().complete(null));
    }

    /** Lets everybody go, since nobody will look after them any more. */
    void letAllGo() {
        removeAll().forEach(waiter -> waiter.letGo().complete(null));
    }

    private synchronized List<Waiter> removeAll() {
        List<Waiter> gone = byFeed.values().stream().flatMap(List::stream).toList();
        byFeed.clear();
        count = 0;
        return gone;
    }

    private synchronized List<Waiter> remove(Map<Long, Long> last, long nowNanos) {
        List<Waiter> gone = new ArrayList<>();
        Iterator<Map.Entry<Long, List<Waiter>>> feeds = byFeed.entrySet().iterator();
        while (feeds.hasNext()) {
            Map.Entry<Long, List<Waiter>> feed = feeds.next();
            long number = last.getOrDefault(feed.getKey(), 0L);
            feed.getValue().removeIf(waiter -> waiter.mayGo(number, nowNanos) && gone.add(waiter));
            if (feed.getValue().isEmpty()) {
                feeds.remove();
            }
        }
        count -= gone.size();
        return gone;
    }
}
