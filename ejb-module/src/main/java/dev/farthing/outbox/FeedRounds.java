package dev.farthing.outbox;

import dev.farthing.lane.Rounds;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Runs the sequencer all the time the server runs, and wakes those who wait for events: at once for what this node has
 * numbered, and with the next look at the feeds for what another node has.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class FeedRounds {
    private static final Duration NUMBERING_PAUSE = Duration.ofMillis(100);

    /** What this node stores it numbers at once; what a node that has died has left is found within this. */
    private static final Duration OTHERS_PAUSE = Duration.ofMillis(500);

    private static final Duration LOOKING_PAUSE = Duration.ofMillis(250);

    /** Full batches numbered in one turn. */
    private static final int BATCHES_A_TURN = 100;

    @Inject
    private Sequencer sequencer;

    @Inject
    private EventFeed feed;

    @Inject
    private jakarta.enterprise.event.Event<Sequencer.Numbers> numbered;

    @Inject
    private MeterRegistry meters;

    @Resource(lookup = "java:jboss/ee/concurrency/factory/farthing-lanes")
    private ManagedThreadFactory threads;

    @Resource(lookup = "java:jboss/ee/concurrency/executor/farthing-feeds")
    private ManagedExecutorService readers;

    @Inject
    @ConfigProperty(name = "farthing.feed.waiters", defaultValue = "1000")
    private int mostWaiters;

    @Inject
    @ConfigProperty(name = "farthing.feed.waiters-of-one", defaultValue = "20")
    private int mostWaitersOfOne;

    private volatile @Nullable Rounds numbering;
    private FeedWaiters waiters = new FeedWaiters(0, 0);
    private List<Rounds> rounds = List.of();

    @PostConstruct
    void start() {
        waiters = new FeedWaiters(mostWaiters, mostWaitersOfOne);
        meters.gauge("farthing.feed.waiters", waiters, FeedWaiters::count);
        numbering = Rounds.start("numbering events", NUMBERING_PAUSE, OTHERS_PAUSE, threads, this::number);
        rounds = List.of(numbering, Rounds.start("looking for others' events", LOOKING_PAUSE, threads, this::look));
    }

    @PreDestroy
    void stop() {
        rounds.forEach(Rounds::close);
        waiters.letAllGo();
    }

    /**
     * As {@link EventFeed#after}, but if there are no events yet, waits for the first without holding a thread. The page
     * is read on a thread of its own, and is empty if none came in time.
     *
     * @throws EventsGone if some of them are not kept any more
     * @throws FeedsFull if too many wait, over all or for this feed
     */
    public CompletionStage<List<FeedEvent>> await(long of, long after, int limit, Duration patience) {
        List<FeedEvent> there = feed.after(of, after, limit);
        if (!there.isEmpty() || patience.isZero()) {
            return CompletableFuture.completedFuture(there);
        }
        return waiters.await(of, after, System.nanoTime() + patience.toNanos())
                .thenApplyAsync(woken -> feed.after(of, after, limit), readers);
    }

    /** Told of events that were stored here: their numbers are due. */
    public void nudge(@Observes(during = TransactionPhase.AFTER_SUCCESS) Outbox.Appended appended) {
        Rounds there = numbering;
        if (there != null) {
            there.nudge();
        }
    }

    private void number() {
        int batches = 0;
        Sequencer.Numbers numbers;
        do {
            numbers = sequencer.number();
            waiters.letGo(numbers.last(), System.nanoTime());
            if (numbers.events() > 0) {
                numbered.fire(numbers);
            }
            batches++;
        } while (numbers.events() == Sequencer.NUMBER_LIMIT && batches < BATCHES_A_TURN);
    }

    private void look() {
        // First those whose time is over: they are let go also while the database does not answer.
        waiters.letGo(Map.of(), System.nanoTime());
        Set<Long> feeds = waiters.feeds();
        if (!feeds.isEmpty()) {
            waiters.letGo(feed.last(feeds), System.nanoTime());
        }
    }
}
