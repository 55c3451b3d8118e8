package dev.farthing.batch.settlement;

import dev.farthing.ledger.Ledger;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Closes the day: nothing is booked on it from here on. */
@Named
@Dependent
public class CloseStep extends NightStep {
    @Inject
    private Ledger ledger;

    @Override
    String work() {
        mayGoOn();
        ledger.closeDay(day());
        return "closed";
    }
}
