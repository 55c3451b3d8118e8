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
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Runs the relay all the time the server runs, and keeps the depth of the outbox for the metrics. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RelayRounds {
    private static final Duration PAUSE = Duration.ofMillis(250);

    /** What this node has numbered is sent at once; what another node has, within this. */
    private static final Duration OTHERS_PAUSE = Duration.ofMillis(500);

    /** Full batches sent in one turn before the depth is read again. */
    private static final int BATCHES_A_TURN = 100;

    @Inject
    private Relay relay;

    @Inject
    private Outbox outbox;

    @Inject
    private MeterRegistry meters;

    @Resource(lookup = "java:jboss/ee/concurrency/factory/farthing-lanes")
    private ManagedThreadFactory threads;

    private final AtomicLong depth = new AtomicLong();
    private volatile @Nullable Rounds rounds;

    @PostConstruct
    void start() {
        meters.gauge("farthing.outbox.depth", depth);
        rounds = Rounds.start("relaying events", PAUSE, OTHERS_PAUSE, threads, this::turn);
    }

    @PreDestroy
    void stop() {
        Rounds there = rounds;
        if (there != null) {
            there.close();
        }
    }

    /** Told of events that were numbered here: they may be sent. */
    public void nudge(@Observes Sequencer.Numbers numbered) {
        Rounds there = rounds;
        if (there != null) {
            there.nudge();
        }
    }

    private void turn() {
        int batches = 0;
        while (relay.relay() == Relay.SEND_LIMIT && batches < BATCHES_A_TURN) {
            batches++;
        }
        depth.set(outbox.depth());
    }
}
