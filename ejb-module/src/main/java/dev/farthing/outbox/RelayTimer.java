package dev.farthing.outbox;

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
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs the relay all the time the server runs, and keeps the depth of the outbox for the metrics. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RelayTimer {
    private static final Logger LOG = Logger.getLogger(RelayTimer.class.getName());
    private static final long PAUSE_MILLIS = 50;

    /** Full batches sent in one turn before the depth is read again. */
    private static final int BATCHES_A_TURN = 100;

    @Inject
    private Relay relay;

    @Inject
    private Outbox outbox;

    @Inject
    private MeterRegistry meters;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private final AtomicLong depth = new AtomicLong();
    private @Nullable ScheduledFuture<?> turns;

    @PostConstruct
    void start() {
        meters.gauge("farthing.outbox.depth", depth);
        turns = scheduler.scheduleWithFixedDelay(this::turn, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @PreDestroy
    void stop() {
        if (turns != null) {
            turns.cancel(false);
        }
    }

    private void turn() {
        try {
            int batches = 0;
            while (relay.relay() == Relay.SEND_LIMIT && batches < BATCHES_A_TURN) {
                batches++;
            }
            depth.set(outbox.depth());
        } catch (RuntimeException e) {
            // A turn that fails is taken again; an exception that got out would end all turns.
            LOG.log(Level.WARNING, "Events could not be relayed; the next turn tries again", e);
        }
    }
}
