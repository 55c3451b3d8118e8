package dev.farthing.ledger;

import dev.farthing.calendar.BusinessDays;
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
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The ledger's housekeeping while the server runs: folding, partitions ahead of time, and the depth of the deltas. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class FolderTimer {
    private static final Logger LOG = Logger.getLogger(FolderTimer.class.getName());
    private static final long FOLD_PAUSE_MILLIS = 500;
    private static final long PARTITION_PAUSE_MINUTES = 60;

    /** How far ahead of the open day partitions are made. */
    private static final int PARTITION_DAYS_AHEAD = 30;

    @Inject
    private Ledger ledger;

    @Inject
    private BusinessDays days;

    @Inject
    private MeterRegistry meters;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private final AtomicLong depth = new AtomicLong();
    private List<ScheduledFuture<?>> turns = List.of();

    @PostConstruct
    void start() {
        meters.gauge("farthing.delta.depth", depth);
        turns = List.of(
                scheduler.scheduleWithFixedDelay(
                        this::fold, FOLD_PAUSE_MILLIS, FOLD_PAUSE_MILLIS, TimeUnit.MILLISECONDS),
                scheduler.scheduleWithFixedDelay(this::makePartitions, 0, PARTITION_PAUSE_MINUTES, TimeUnit.MINUTES));
    }

    @PreDestroy
    void stop() {
        turns.forEach(turn -> turn.cancel(false));
    }

    private void fold() {
        try {
            ledger.fold();
            depth.set(ledger.deltaDepth());
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Deltas could not be folded; the next turn tries again", e);
        }
    }

    private void makePartitions() {
        try {
            days.openDay(BusinessDays.MAIN_CALENDAR)
                    .ifPresent(day -> ledger.ensurePartitions(day.plusDays(PARTITION_DAYS_AHEAD)));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Partitions could not be made ahead; the next turn tries again", e);
        }
    }
}
