package dev.farthing.keys;

import dev.farthing.lane.Rounds;
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

/** Ends keys whose overlap is over, on every node in turns; none is accepted meanwhile, by each ring's clock. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class KeyRounds {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @Inject
    private Rotations rotations;

    @Inject
    private ServerKeys serverKeys;

    @Resource(lookup = "java:jboss/ee/concurrency/factory/farthing-lanes")
    private ManagedThreadFactory threads;

    private List<Rounds> rounds = List.of();

    @PostConstruct
    void start() {
        rounds = List.of(
                Rounds.start("ending vendors' retired keys", PAUSE, threads, rotations::endRetired),
                Rounds.start("ending the server's retired keys", PAUSE, threads, serverKeys::endRetired));
    }

    @PreDestroy
    void stop() {
        rounds.forEach(Rounds::close);
    }
}
