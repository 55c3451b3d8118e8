package dev.farthing.batch.settlement;

import dev.farthing.micropayment.PaymentTotals;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** Sums what the day's payments come to for each vendor and each customer. */
@Named
@Dependent
public class SumUpStep extends NightStep {
    @Inject
    private PaymentTotals totals;

    @Override
    String work() {
        mayGoOn();
        totals.sumUp(day());
        return "summed";
    }
}
