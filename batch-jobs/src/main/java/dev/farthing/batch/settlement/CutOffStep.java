package dev.farthing.batch.settlement;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.calendar.GateBusy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** From here on bookings belong to the next day. */
@Named
@Dependent
public class CutOffStep extends NightStep {
    /** Bookings in the gate last well under a second; each try keeps those behind it waiting for one at most. */
    private static final int TRY_LIMIT = 20;

    @Inject
    private BusinessDays days;

    @Override
    String work() {
        for (int tries = 1; ; tries++) {
            try {
                days.cutOff(BusinessDays.MAIN_CALENDAR, day());
                return "bookings belong to the next day";
            } catch (GateBusy busy) {
                if (tries == TRY_LIMIT) {
                    throw busy;
                }
                mayGoOn();
            }
        }
    }
}
