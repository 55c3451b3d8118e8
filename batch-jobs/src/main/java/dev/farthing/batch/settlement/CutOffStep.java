package dev.farthing.batch.settlement;

import dev.farthing.calendar.BusinessDays;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;

/** From here on bookings belong to the next day. */
@Named
@Dependent
public class CutOffStep extends AbstractBatchlet {
    @Inject
    @BatchProperty
    private String day;

    @Inject
    private BusinessDays days;

    @Override
    public String process() {
        days.cutOff(BusinessDays.MAIN_CALENDAR, LocalDate.parse(day));
        return "cut off";
    }
}
