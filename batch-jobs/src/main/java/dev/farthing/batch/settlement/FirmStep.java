package dev.farthing.batch.settlement;

import dev.farthing.micropayment.Firming;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;

/** Turns the payments firm that are due when the day closes. */
@Named
@Dependent
public class FirmStep extends AbstractBatchlet {
    @Inject
    @BatchProperty
    private String day;

    @Inject
    private Firming firming;

    @Override
    public String process() {
        return "firmed " + firming.firm(LocalDate.parse(day));
    }
}
