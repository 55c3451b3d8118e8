package dev.farthing.batch.settlement;

import dev.farthing.audit.AuditTrail;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.calendar.DayRefused;
import dev.farthing.calendar.DayState;
import dev.farthing.runs.Claim;
import dev.farthing.runs.Run;
import dev.farthing.runs.RunState;
import dev.farthing.runs.Runs;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where jobs are started, stopped and looked at. Starting one that runs already, or is done, gives its run as it stands. Each attempt
 * is an execution of its own for the batch runtime: what is undone is found in the business tables, never in a checkpoint.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JobBoard {
    @Inject
    private BusinessDays days;

    @Inject
    private Runs runs;

    @Inject
    private RunKeeper keeper;

    @Inject
    private JobAudit audit;

    @Inject
    private Clock clock;

    /**
     * Starts a job, or takes up one that was interrupted, stopped or failed, and returns at once.
     *
     * @param actor who does it, as in {@link AuditTrail}
     * @throws JobRefused if there is no such job, or the day is missing or one too many
     * @throws DayRefused if the day may not be closed yet
     * @throws dev.farthing.runs.RunRefused BUSY, if the job is running about something else
     */
    public Claim start(JobOrder order, String actor) {
        Job job = Job.of(order.job())
                .orElseThrow(() -> new JobRefused("There is no job " + order.job()
                        + ": start close-business-day with a day, or import-bank-statements"));
        String subject = subject(job, order);
        Claim claim = runs.begin(job.text(), subject, actor, keeper.holder());
        if (claim.begun()) {
            audit.started(claim.run(), actor);
            execute(claim.run());
        }
        return claim;
    }

    /**
     * Takes up a run that was interrupted, stopped or failed. Errors as for {@link #start}, or NOT_FOUND.
     *
     * @param actor who does it, as in {@link AuditTrail}
     */
    public Claim restart(long run, String actor) {
        Run known = runs.get(run);
        Claim claim = runs.begin(known.job(), known.subject(), actor, keeper.holder());
        if (claim.begun()) {
            audit.started(claim.run(), actor);
            execute(claim.run());
        }
        return claim;
    }

    /**
     * Asks whoever works on a run to stop after the work in hand; what is done stays done.
     *
     * @param actor who does it, as in {@link AuditTrail}
     * @throws dev.farthing.runs.RunRefused NOT_FOUND, or WRONG_STATE if nobody works on it
     */
    public Run stop(long run, String actor) {
        Run stopping = runs.stop(run);
        audit.stopped(stopping, actor);
        return stopping;
    }

    /** @throws dev.farthing.runs.RunRefused NOT_FOUND */
    public Run show(long run) {
        return runs.get(run);
    }

    /**
     * Runs, the newest first.
     *
     * @param before the run seen last, or null
     */
    public List<Run> list(@Nullable Long before, int limit) {
        return runs.list(before, limit);
    }

    private String subject(Job job, JobOrder order) {
        @Nullable LocalDate day = order.day();
        return switch (job) {
            case CLOSE_BUSINESS_DAY -> {
                if (day == null) {
                    throw new JobRefused("Say which business day is to be closed; "
                            + days.openDay(BusinessDays.MAIN_CALENDAR)
                                    .map(Object::toString)
                                    .orElse("none") + " is open");
                }
                days.requireBegun(BusinessDays.MAIN_CALENDAR, day);
                // Asking again for what is done is answered as it stands, wherever the clock is.
                if (days.state(BusinessDays.MAIN_CALENDAR, day)
                        .filter(DayState.CLOSED::equals)
                        .isEmpty()) {
                    days.requireClosable(BusinessDays.MAIN_CALENDAR, day, order.ahead());
                }
                yield day.toString();
            }
            case IMPORT_BANK_STATEMENTS -> {
                if (day != null) {
                    throw new JobRefused("Statements are imported as they come: leave the day out");
                }
                // One at a time: while one runs, whoever asks is given that one.
                yield runs.underWay(job.text())
                        .orElseGet(() ->
                                clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
            }
        };
    }

    private void execute(Run run) {
        Properties parameters = new Properties();
        parameters.setProperty("run", Long.toString(run.id()));
        parameters.setProperty("attempt", Integer.toString(run.attempt()));
        parameters.setProperty("subject", run.subject());
        try {
            keeper.hold(run.id());
            keeper.executes(run.id(), BatchRuntime.getJobOperator().start(run.job(), parameters));
        } catch (RuntimeException e) {
            keeper.letGo(run.id());
            runs.end(
                    run.id(), keeper.holder(), RunState.FAILED, "The batch runtime did not take it: " + e.getMessage());
            throw e;
        }
    }
}
