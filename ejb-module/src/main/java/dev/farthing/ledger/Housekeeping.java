package dev.farthing.ledger;

import dev.farthing.calendar.BusinessDays;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What the ledger does all the time the server runs: folding, partitions ahead of time, the depth of the deltas. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Housekeeping {
    private static final Duration FOLD_PAUSE = Duration.ofMillis(500);
    private static final Duration PARTITION_PAUSE = Duration.ofHours(1);

    @Inject
    private Ledger ledger;

    @Inject
    private BusinessDays days;

    @Inject
    private MeterRegistry meters;

    @Inject
    private Clock clock;

    @Resource(lookup = "java:jboss/ee/concurrency/factory/farthing-lanes")
    private ManagedThreadFactory threads;

    private FoldLag lag = new FoldLag(Instant.EPOCH);
    private final AtomicLong deltaDepth = new AtomicLong();
    private List<Rounds> rounds = List.of();

    @PostConstruct
    void start() {
        lag = new FoldLag(clock.instant());
        meters.gauge("farthing.delta.depth", deltaDepth);
        meters.gauge("farthing.delta.lag.millis", this, Housekeeping::lagMillis);
        rounds = List.of(
                Rounds.start("folding", FOLD_PAUSE, threads, this::fold),
                Rounds.start("making partitions", PARTITION_PAUSE, threads, this::makePartitions));
    }

    @PreDestroy
    void stop() {
        rounds.forEach(Rounds::close);
    }

    private void fold() {
        ledger.fold();
        DeltasThere there = ledger.deltas();
        deltaDepth.set(there.count());
        lag.look(clock.instant(), there);
    }

    private long lagMillis() {
        return lag.at(clock.instant()).toMillis();
    }

    private void makePartitions() {
        days.openDay(BusinessDays.MAIN_CALENDAR)
                .ifPresent(day -> ledger.ensurePartitions(day.plusDays(Ledger.DAYS_AHEAD)));
    }
}
