package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.outbox.Event;
import dev.farthing.outbox.EventFeed;
import dev.farthing.outbox.FeedEvent;
import dev.farthing.outbox.FeedRounds;
import dev.farthing.outbox.Outbox;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: a feed has no gaps, and nothing before what caused it. Method: writers whose transactions overlap, commit late or are
 * rolled back, with the server's own sequencer at work; then all numbers are compared with what a logical clock noted.
 */
@Tag("container")
@Timeout(120)
class FeedContainerIT extends ContainerScenario {
    private static final int WRITERS = 4;
    private static final int TRANSACTIONS_EACH = 50;
    private static final int LONGEST_PAUSE_MICROS = 8_000;
    private static final String QUIET = Event.ITEM_PUBLISHED;

    @Inject
    private Outbox outbox;

    @Inject
    private EventFeed feed;

    @Inject
    private FeedRounds rounds;

    @Inject
    private Transactions transactions;

    private final AtomicLong logicalClock = new AtomicLong();

    /** What one committed transaction has told, and when it began and had ended by the logical clock. */
    private record Told(List<Event> events, long began, long ended) {}

    @Test
    void numbersWithoutGapsAndCausesFirstWhateverOverlaps() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("FeedContainerIT: seed " + seed);
        long[] vendors = {newVendor(), newVendor(), newVendor()};
        List<CompletableFuture<List<Told>>> writers = IntStream.range(0, WRITERS)
                .mapToObj(writer -> transactions.meanwhile(() -> write(new Random(seed + writer), vendors)))
                .toList();
        List<Told> told = new ArrayList<>();
        writers.forEach(writer -> told.addAll(writer.join()));
        awaitNumbered();

        assertNoGaps();
        Map<UUID, Long> numbers = new HashMap<>();
        pages(EventFeed.BANK, 97).forEach(event -> numbers.put(event.id(), event.number()));
        int pairs = 0;
        for (Told cause : told) {
            for (Told effect : told) {
                if (cause.ended() < effect.began()) {
                    assertThat(greatest(cause, numbers)).isLessThan(least(effect, numbers));
                    pairs++;
                }
            }
        }
        System.out.println("FeedContainerIT: " + told.size() + " transactions, " + pairs + " pairs in order");
        assertThat(pairs).isGreaterThan(told.size());
        for (long vendor : vendors) {
            List<FeedEvent> own = pages(vendor, 13);
            assertThat(own)
                    .extracting(FeedEvent::number)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, own.size()).boxed().toList());
            assertThat(own)
                    .extracting(FeedEvent::id)
                    .containsExactlyInAnyOrderElementsOf(told.stream()
                            .flatMap(t -> t.events().stream())
                            .filter(event -> Long.valueOf(vendor).equals(event.vendorId()))
                            .map(Event::id)
                            .toList());
        }
    }

    @Test
    void leavesNoGapWhereANumberingWasRolledBack() throws Exception {
        long vendor = newVendor();
        Event first = event(vendor);
        append(first);
        awaitNumbered();
        CountDownLatch endLease = new CountDownLatch(1);
        CountDownLatch endLock = new CountDownLatch(1);
        CompletableFuture<Boolean> lease = hold("select pg_advisory_xact_lock(5, 0)::text", endLease);
        Event stuck = event(vendor);
        append(stuck, event(vendor), event(vendor));
        CompletableFuture<Boolean> lock =
                hold("select id::text from outbox where event_id = '" + stuck.id() + "' for update", endLock);
        endLease.countDown();
        assertThat(lease.join()).isTrue();
        Poll.until("the sequencer waits for the row", () -> town.waiting("transactionid") > 0);
        Poll.until("it has given up", () -> town.waiting("transactionid") == 0);
        assertThat(pages(vendor, 10)).extracting(FeedEvent::id).containsExactly(first.id());
        endLock.countDown();
        assertThat(lock.join()).isTrue();
        awaitNumbered();
        assertThat(pages(vendor, 10)).extracting(FeedEvent::number).containsExactly(1L, 2L, 3L, 4L);
        assertNoGaps();
    }

    @Test
    void showsAVendorItsOwnEventsWithoutWhatIsTheBanksAlone() throws Exception {
        long vendor = newVendor();
        Event own = new Event(UUID.randomUUID(), QUIET, vendor, "{\"customerId\":7,\"customer\":\"pair-1\"}");
        append(own, event(newVendor()), new Event(UUID.randomUUID(), QUIET, null, "{\"a\":1}"));
        awaitNumbered();
        assertThat(pages(vendor, 10)).singleElement().satisfies(seen -> {
            assertThat(seen.id()).isEqualTo(own.id());
            assertThat(seen.number()).isEqualTo(1);
            assertThat(seen.data()).isEqualTo("{\"customer\":\"pair-1\"}");
        });
        assertThat(pages(EventFeed.BANK, 100))
                .filteredOn(seen -> seen.id().equals(own.id()))
                .singleElement()
                .satisfies(seen -> assertThat(seen.data()).isEqualTo(own.payload()));
    }

    @Test
    void wakesWhoWaitsWhenAnEventComes() throws Exception {
        long vendor = newVendor();
        CompletableFuture<List<FeedEvent>> waiting =
                rounds.await(vendor, 0, 10, Duration.ofSeconds(20)).toCompletableFuture();
        assertThat(waiting).isNotDone();
        append(event(newVendor()));
        awaitNumbered();
        assertThat(waiting).as("another vendor's event wakes nobody").isNotDone();
        Event own = event(vendor);
        long began = System.nanoTime();
        append(own);
        assertThat(waiting.get(5, TimeUnit.SECONDS)).extracting(FeedEvent::id).containsExactly(own.id());
        System.out.println("FeedContainerIT: woken after " + (System.nanoTime() - began) / 1_000_000 + " ms");
    }

    @Test
    void wakesWhoWaitsWhenAnotherNodeHasNumbered() throws Exception {
        long vendor = newVendor();
        CompletableFuture<List<FeedEvent>> waiting =
                rounds.await(vendor, 0, 10, Duration.ofSeconds(20)).toCompletableFuture();
        Event own = event(vendor);
        // As another node's sequencer: holds the lease, so that this node's has nothing to do.
        transactions.commit(() -> {
            database.read(sql -> sql.select("select pg_advisory_xact_lock(5, 0)::text")
                    .mapTo(String.class)
                    .list());
            outbox.append(List.of(own));
            database.write(sql -> {
                sql.execute("insert into event_feed (feed, last) values (?, 1)", vendor);
                sql.execute("update event_feed set last = last + 1 where feed = 0");
                sql.execute(
                        "update outbox set vendor_number = 1, number = (select last from event_feed where feed = 0)"
                                + " where event_id = ?",
                        own.id());
            });
            return null;
        });
        long began = System.nanoTime();
        assertThat(waiting.get(1, TimeUnit.SECONDS)).extracting(FeedEvent::id).containsExactly(own.id());
        System.out.println(
                "FeedContainerIT: woken by another node after " + (System.nanoTime() - began) / 1_000_000 + " ms");
        awaitNumbered();
        assertNoGaps();
    }

    @Test
    void answersWhoWaitsInVainWhenTheTimeIsOver() throws Exception {
        long began = System.nanoTime();
        List<FeedEvent> none = rounds.await(newVendor(), 0, 10, Duration.ofSeconds(1))
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS);
        assertThat(none).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    private List<Told> write(Random random, long[] vendors) throws Exception {
        List<Told> told = new ArrayList<>();
        for (int i = 0; i < TRANSACTIONS_EACH; i++) {
            List<Event> events = IntStream.rangeClosed(0, random.nextInt(3))
                    .mapToObj(n -> event(vendors[random.nextInt(vendors.length)]))
                    .toList();
            if (random.nextInt(4) == 0) {
                transactions.rollBack(() -> tell(events, random));
            } else {
                long began = logicalClock.incrementAndGet();
                transactions.commit(() -> tell(events, random));
                told.add(new Told(events, began, logicalClock.incrementAndGet()));
            }
        }
        return told;
    }

    private int tell(List<Event> events, Random random) {
        for (Event event : events) {
            outbox.append(List.of(event));
            LockSupport.parkNanos(1_000L * random.nextInt(LONGEST_PAUSE_MICROS));
        }
        return events.size();
    }

    /** A transaction that has run this statement, and holds what it locked. */
    private CompletableFuture<Boolean> hold(String statement, CountDownLatch end) throws InterruptedException {
        CountDownLatch holds = new CountDownLatch(1);
        CompletableFuture<Boolean> holder = transactions.meanwhile(() -> transactions.commit(() -> {
            database.read(sql -> sql.select(statement).mapTo(String.class).list());
            holds.countDown();
            return end.await(20, TimeUnit.SECONDS);
        }));
        assertThat(holds.await(20, TimeUnit.SECONDS)).isTrue();
        return holder;
    }

    private void append(Event... events) throws Exception {
        transactions.commit(() -> {
            outbox.append(List.of(events));
            return null;
        });
    }

    private void awaitNumbered() {
        Poll.until("every event has its number", () -> town.count("outbox", "number is null") == 0);
    }

    private void assertNoGaps() {
        String gaps = "number is not null and number > (select count(*) from outbox where number is not null)";
        assertThat(town.count("outbox", gaps)).isZero();
        String unlike = "last <> (select count(*) from outbox o where o.number is not null"
                + " and (feed = 0 or o.vendor_id = feed))";
        assertThat(town.count("event_feed", unlike)).isZero();
    }

    private List<FeedEvent> pages(long of, int limit) {
        List<FeedEvent> all = new ArrayList<>();
        List<FeedEvent> page = feed.after(of, 0, limit);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = feed.after(of, all.get(all.size() - 1).number(), limit);
        }
        return all;
    }

    private static long greatest(Told told, Map<UUID, Long> numbers) {
        return told.events().stream()
                .mapToLong(event -> numbers.getOrDefault(event.id(), Long.MAX_VALUE))
                .max()
                .orElseThrow();
    }

    private static long least(Told told, Map<UUID, Long> numbers) {
        return told.events().stream()
                .mapToLong(event -> numbers.getOrDefault(event.id(), Long.MIN_VALUE))
                .min()
                .orElseThrow();
    }

    private static Event event(long vendor) {
        return new Event(UUID.randomUUID(), QUIET, vendor, "{\"item\":\"a\"}");
    }

    /** No vendor of the bank's has such a high number. */
    private static long newVendor() {
        return 1_000_000_000_000L + (UUID.randomUUID().getMostSignificantBits() >>> 24);
    }
}
