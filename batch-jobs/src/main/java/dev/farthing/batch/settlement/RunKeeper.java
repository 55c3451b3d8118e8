package dev.farthing.batch.settlement;

import dev.farthing.lane.Rounds;
import dev.farthing.runs.Holder;
import dev.farthing.runs.Runs;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What this node works on: renews the leases of its runs, and stops those that are not to go on, because somebody asked for it or
 * another node has them now.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RunKeeper {
    private static final Logger LOG = Logger.getLogger(RunKeeper.class.getName());

    /** Many times within a lease, and soon enough for whoever wants to stop. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final long NO_EXECUTION = -1;

    @Inject
    private Runs runs;

    @Inject
    @ConfigProperty(name = "farthing.node", defaultValue = "node1")
    private String node;

    @Resource(lookup = "java:jboss/ee/concurrency/factory/farthing-lanes")
    private ManagedThreadFactory threads;

    /** Executions of the batch runtime, by run. */
    private final Map<Long, Long> held = new ConcurrentHashMap<>();

    private final Map<Long, String> failures = new ConcurrentHashMap<>();
    private final String start = UUID.randomUUID().toString();
    private @Nullable Rounds heartbeat;

    @PostConstruct
    void begin() {
        heartbeat = Rounds.start("keeping runs", HEARTBEAT, threads, this::renew);
    }

    @PreDestroy
    void end() {
        if (heartbeat != null) {
            heartbeat.close();
        }
    }

    /** This start of this node. */
    public Holder holder() {
        return new Holder(node, start);
    }

    /** This node has a run from now on. */
    public void hold(long run) {
        failures.remove(run);
        held.put(run, NO_EXECUTION);
    }

    /** The batch runtime works on a run under this number, unless it is over already. */
    public void executes(long run, long execution) {
        held.computeIfPresent(run, (id, before) -> execution);
    }

    /** True as long as a run is this node's and is to go on. */
    public boolean goesOn(long run) {
        return held.containsKey(run);
    }

    /** Remembers why a run cannot go on. The first reason is the reason. */
    public void failed(long run, String message) {
        failures.putIfAbsent(run, message);
    }

    public Optional<String> failure(long run) {
        return Optional.ofNullable(failures.get(run));
    }

    public void letGo(long run) {
        held.remove(run);
    }

    private void renew() {
        for (Map.Entry<Long, Long> one : Map.copyOf(held).entrySet()) {
            if (!runs.renew(one.getKey(), holder())) {
                LOG.log(Level.INFO, "Run {0} is not to go on: stopping it after the work in hand", one.getKey());
                held.remove(one.getKey());
                stop(Objects.requireNonNull(one.getValue()));
            }
        }
    }

    private static void stop(long execution) {
        if (execution == NO_EXECUTION) {
            return;
        }
        try {
            BatchRuntime.getJobOperator().stop(execution);
        } catch (BatchRuntimeException overAlready) {
            LOG.log(Level.FINE, "Execution " + execution + " ended by itself", overAlready);
        }
    }
}
