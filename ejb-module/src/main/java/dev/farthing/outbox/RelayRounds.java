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
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Runs the relay all the time the server runs, and keeps the depth of the outbox for the metrics. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RelayRounds {
    private static final Duration PAUSE = Duration.ofMillis(50);

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
    private List<Rounds> rounds = List.of();

    @PostConstruct
    void start() {
        meters.gauge("farthing.outbox.depth", depth);
        rounds = List.of(Rounds.start("relaying events", PAUSE, threads, this::turn));
    }

    @PreDestroy
    void stop() {
        rounds.forEach(Rounds::close);
    }

    private void turn() {
        int batches = 0;
        while (relay.relay() == Relay.SEND_LIMIT && batches < BATCHES_A_TURN) {
            batches++;
        }
        depth.set(outbox.depth());
    }
}
