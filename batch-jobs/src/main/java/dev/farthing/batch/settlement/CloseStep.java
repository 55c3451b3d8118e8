package dev.farthing.batch.settlement;

import dev.farthing.ledger.Ledger;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;

/** Stores the day's closing movements and closes it. */
@Named
@Dependent
public class CloseStep extends AbstractBatchlet {
    @Inject
    @BatchProperty
    private String day;

    @Inject
    private Ledger ledger;

    @Override
    public String process() {
        ledger.closeDay(LocalDate.parse(day));
        return "closed";
    }
}
