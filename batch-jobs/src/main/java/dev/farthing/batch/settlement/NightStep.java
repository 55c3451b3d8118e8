package dev.farthing.batch.settlement;

import dev.farthing.database.SqlFailure;
import dev.farthing.runs.Progress;
import dev.farthing.runs.Runs;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A step of a job over the facades. It finds what is undone by itself, does it in short transactions, tells what it has done, and
 * ends early when its run is not to go on. Begun again it does the rest.
 */
abstract class NightStep extends AbstractBatchlet {
    private static final Logger LOG = Logger.getLogger(NightStep.class.getName());

    /** How often the work is taken up again after a deadlock, a lock or a connection that was not had in time. */
    private static final int TRY_LIMIT = 5;

    @Inject
    private JobContext job;

    @Inject
    private StepContext step;

    @Inject
    private Runs runs;

    @Inject
    private RunKeeper keeper;

    /** Does the work and says in a few words what it came to. */
    abstract String work();

    /** The part of a divided step that this is. */
    int part() {
        return 0;
    }

    @Override
    public final String process() {
        runs.beginStep(run(), attempt(), step.getStepName(), part());
        try {
            String note = workOrTryAgain();
            runs.endStep(run(), attempt(), step.getStepName(), part(), true, note);
            return note;
        } catch (RunStopped stopped) {
            runs.endStep(run(), attempt(), step.getStepName(), part(), false, "stopped");
            throw stopped;
        } catch (RuntimeException e) {
            String message = step.getStepName() + ": " + message(e);
            LOG.log(Level.SEVERE, "Run " + run() + " cannot go on in " + message, e);
            keeper.failed(run(), message);
            runs.endStep(run(), attempt(), step.getStepName(), part(), false, message);
            throw e;
        }
    }

    /** What is done stays done, so that trying again does the rest. */
    private String workOrTryAgain() {
        for (int tries = 1; ; tries++) {
            try {
                return work();
            } catch (RunStopped stopped) {
                throw stopped;
            } catch (RuntimeException e) {
                if (tries == TRY_LIMIT || !SqlFailure.isPassing(e)) {
                    throw e;
                }
                LOG.log(Level.WARNING, "Run " + run() + " tries " + step.getStepName() + " again", e);
                mayGoOn();
            }
        }
    }

    final LocalDate day() {
        return LocalDate.parse(job.getProperties().getProperty("subject"));
    }

    final long run() {
        return Long.parseLong(job.getProperties().getProperty("run"));
    }

    /** @throws RunStopped if the run is not to go on */
    final void mayGoOn() {
        if (!keeper.goesOn(run())) {
            throw new RunStopped(step.getStepName());
        }
    }

    final void advance(long done, Map<String, Long> amounts) {
        runs.advance(run(), attempt(), step.getStepName(), new Progress(part(), done, amounts));
    }

    private int attempt() {
        return Integer.parseInt(job.getProperties().getProperty("attempt"));
    }

    /** The words of the one who knows what went wrong; containers wrap them. */
    private static String message(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof EJBException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
