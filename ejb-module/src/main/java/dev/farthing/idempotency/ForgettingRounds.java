package dev.farthing.idempotency;

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

/** Forgets old idempotency keys all the time the server runs, so that their table does not grow for ever. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ForgettingRounds {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    /** Full transactions in one turn; the next turn goes on. */
    private static final int BATCHES_A_TURN = 1_000;

    @Inject
    private IdempotentWrites writes;

    @Resource(lookup = "java:jboss/ee/concurrency/factory/farthing-lanes")
    private ManagedThreadFactory threads;

    private List<Rounds> rounds = List.of();

    @PostConstruct
    void start() {
        rounds = List.of(Rounds.start("forgetting idempotency keys", PAUSE, threads, this::turn));
    }

    @PreDestroy
    void stop() {
        rounds.forEach(Rounds::close);
    }

    private void turn() {
        int batches = 0;
        while (writes.forget() == IdempotentWrites.FORGET_LIMIT && batches < BATCHES_A_TURN) {
            batches++;
        }
    }
}
