package dev.farthing.batch.settlement;

import dev.farthing.settlement.Nights;
import dev.farthing.settlement.Reconciliation;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Counts the day anew when all is done, and keeps what it came to. */
@Named
@Dependent
public class ProofStep extends NightStep {
    @Inject
    private Nights nights;

    @Inject
    private Reconciliation reconciliation;

    @Override
    String work() {
        mayGoOn();
        int breaks = reconciliation.record(day(), reconciliation.prove(day()));
        boolean balanced = nights.prove(day());
        return (balanced ? "in balance" : "NOT IN BALANCE") + (breaks == 0 ? "" : ", " + breaks + " breaks");
    }
}
