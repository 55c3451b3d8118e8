package dev.farthing.runs;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs of jobs. A job runs once for each subject, whoever starts it and however often: the run is held by a lease, which its
 * holder renews, and goes on in another attempt when the holder has died, failed or was stopped. The lease keeps two from doing
 * the same work twice over; that they cannot spoil it even so is each step's own duty.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class Runs {
    /** How long a holder that is not heard of keeps its runs. */
    public static final Duration LEASE = Duration.ofSeconds(30);

    /** The most runs on one page. */
    public static final int MOST_ON_A_PAGE = 200;

    private static final int LONGEST_MESSAGE = 1_000;

    @Inject
    private RunStore store;

    @Inject
    private Clock clock;

    /**
     * Begins a run, or takes over one that nobody works on any more. Of two who begin the same at once, one does.
     *
     * @param subject what it is about; the same job about the same subject is the same run for ever
     * @param actor who starts it, as in the audit trail
     * @throws RunRefused BUSY, if the job is running about something else
     */
    public Claim begin(String job, String subject, String actor, Holder holder) {
        store.lockJob(job);
        Instant now = clock.instant();
        store.interrupt(job, holder, now);
        long id = store.find(job, subject).orElse(0L);
        if (id != 0 && (store.state(id) == RunState.RUNNING || store.state(id) == RunState.COMPLETED)) {
            return new Claim(get(id), false);
        }
        store.running(job).ifPresent(other -> {
            Run run = get(other);
            throw new RunRefused(
                    RunRefused.Kind.BUSY,
                    "Run " + other + " of " + job + " (" + run.subject() + ") is under way on " + run.node()
                            + ": wait for its end, or stop it");
        });
        long begun = id == 0
                ? store.insert(job, subject, actor, holder, now, now.plus(LEASE))
                : store.again(id, holder, now.plus(LEASE));
        return new Claim(get(begun), true);
    }

    /**
     * Renews a lease.
     *
     * @return false if the run is not to go on: it was taken over, is over, or somebody has asked to stop it
     */
    public boolean renew(long run, Holder holder) {
        return store.renew(run, holder, clock.instant().plus(LEASE));
    }

    /** Asks the holder of a run to stop after the work in hand. Errors as for {@link #get}, or WRONG_STATE if nobody works on it. */
    public Run stop(long run) {
        Run known = get(run);
        if (known.state() != RunState.RUNNING) {
            throw new RunRefused(
                    RunRefused.Kind.WRONG_STATE, "Run " + run + " is " + known.state() + ": there is nothing to stop");
        }
        store.requestStop(run);
        return get(run);
    }

    /** Ends a run that this holder has; if it was taken over, nothing is changed. */
    public void end(long run, Holder holder, RunState how, @Nullable String message) {
        store.end(run, holder, how, cut(message), clock.instant());
    }

    /** A step, or a part of one, begins. */
    public void beginStep(long run, int attempt, String step, int part) {
        store.beginStep(run, attempt, step, part, clock.instant());
    }

    /** Adds to what a step has done. */
    public void advance(long run, int attempt, String step, Progress progress) {
        store.advance(run, attempt, step, progress, clock.instant());
    }

    /** A step, or a part of one, is over. */
    public void endStep(long run, int attempt, String step, int part, boolean done, @Nullable String note) {
        store.endStep(run, attempt, step, part, done ? "DONE" : "FAILED", cut(note), clock.instant());
    }

    /** What the run of a job that is under way is about. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Optional<String> underWay(String job) {
        return store.subjectUnderWay(job, clock.instant());
    }

    /** @throws RunRefused NOT_FOUND */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Run get(long run) {
        return find(run).orElseThrow(() -> new RunRefused(RunRefused.Kind.NOT_FOUND, "There is no run " + run));
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Optional<Run> find(long run) {
        return store.read(run, clock.instant()).map(found -> store.withSteps(found));
    }

    /**
     * Runs without their steps, the newest first.
     *
     * @param before the run seen last, or null
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public List<Run> list(@Nullable Long before, int limit) {
        return store.list(
                before == null ? Long.MAX_VALUE : before, Math.min(limit, MOST_ON_A_PAGE + 1), clock.instant());
    }

    private static @Nullable String cut(@Nullable String message) {
        return message == null || message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
    }
}
