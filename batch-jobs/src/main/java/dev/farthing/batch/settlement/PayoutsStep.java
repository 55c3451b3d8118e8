package dev.farthing.batch.settlement;

import dev.farthing.settlement.Paid;
import dev.farthing.settlement.Payouts;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Decides and books one payout for each statement of the day. */
@Named
@Dependent
public class PayoutsStep extends RangeStep {
    /** Vendors of one transaction: short enough that no refund waits long for one of them. */
    private static final int A_PAGE = 100;

    @Inject
    private Payouts payouts;

    @Override
    String work() {
        for (List<Long> page = payouts.undecided(day(), after(), last(), A_PAGE);
                !page.isEmpty();
                page = payouts.undecided(day(), after(), last(), A_PAGE)) {
            mayGoOn();
            Paid paid = payouts.pay(day(), page);
            advance(paid.parties(), paid.amounts());
        }
        return "statements";
    }
}
