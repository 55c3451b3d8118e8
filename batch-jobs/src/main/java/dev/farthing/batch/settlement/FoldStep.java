package dev.farthing.batch.settlement;

import dev.farthing.ledger.Ledger;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Folds until the deltas that were there are gone; those of the day just begun may be among them. */
@Named
@Dependent
public class FoldStep extends AbstractBatchlet {
    /** Turns that found nothing to fold while the server's own folder was at work, before giving up. */
    private static final int TURN_LIMIT = 100_000;

    @Inject
    private Ledger ledger;

    private volatile boolean stopped;

    @Override
    public String process() {
        long left = ledger.deltaDepth();
        for (int turn = 0; left > 0 && turn < TURN_LIMIT && !stopped; turn++) {
            left -= ledger.fold();
            left = Math.min(left, ledger.deltaDepth());
        }
        return left > 0 ? "left " + left : "folded";
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
