package dev.farthing.batch.settlement;

import dev.farthing.ledger.Ledger;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.util.Map;

/** Folds the day to its last delta, and stores what its live accounts moved. */
@Named
@Dependent
public class FoldStep extends NightStep {
    /** Turns that found nothing to fold while the server's own folder was at work, before giving up. */
    private static final int TURN_LIMIT = 100_000;

    @Inject
    private Ledger ledger;

    @Override
    String work() {
        LocalDate day = day();
        for (int turn = 0; ledger.deltasThrough(day) > 0; turn++) {
            if (turn == TURN_LIMIT) {
                throw new IllegalStateException(
                        "The deltas of " + day + " are still not folded: is another folder stuck?");
            }
            mayGoOn();
            advance(ledger.fold(), Map.of());
        }
        ledger.settleLiveAccounts(day);
        return "folded";
    }
}
