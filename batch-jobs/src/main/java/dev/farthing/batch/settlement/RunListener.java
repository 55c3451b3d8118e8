package dev.farthing.batch.settlement;

import dev.farthing.runs.RunState;
import dev.farthing.runs.Runs;
import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Writes into the run how an attempt ended. */
@Named
@Dependent
public class RunListener extends AbstractJobListener {
    @Inject
    private JobContext job;

    @Inject
    private Runs runs;

    @Inject
    private RunKeeper keeper;

    @Override
    public void afterJob() {
        long run = Long.parseLong(job.getProperties().getProperty("run"));
        try {
            end(run);
        } finally {
            // Also if that could not be written: a lease that nobody renews passes, and the run may be taken up again.
            keeper.letGo(run);
        }
    }

    private void end(long run) {
        String failure = keeper.failure(run).orElse(null);
        boolean ended = job.getBatchStatus() == BatchStatus.STARTED || job.getBatchStatus() == BatchStatus.COMPLETED;
        if (!keeper.goesOn(run)) {
            runs.end(run, keeper.holder(), RunState.STOPPED, failure);
        } else if (failure != null || !ended) {
            runs.end(run, keeper.holder(), RunState.FAILED, failure == null ? "See the server's log" : failure);
        } else {
            runs.end(run, keeper.holder(), RunState.COMPLETED, null);
        }
    }
}
