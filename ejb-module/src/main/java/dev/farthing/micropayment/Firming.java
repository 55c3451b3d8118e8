package dev.farthing.micropayment;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;

/**
 * Turns conditional payments firm: what a vendor has on condition from a business day that lies its conditional days before
 * the one that closes, it is owed from then on. One transfer a vendor, day and currency, of what was accepted less what was
 * reversed.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Firming {
    /** Vendors' days of one transaction: short enough that no reversal waits long for one of them. */
    static final int DAYS_A_TURN = 100;

    /** Turns of one call; what is left then, the next call takes. */
    private static final int TURN_LIMIT = 100_000;

    @Inject
    private FirmingBatch batch;

    /**
     * Firms every day that is due when a business day closes, booked on that day, in many short transactions. Firming again
     * changes nothing; what an interrupted call has left, the next one takes.
     *
     * @param closingDay past its cut-off; if it is closed already, nothing is done
     * @return how many vendors' days turned firm
     * @throws dev.farthing.calendar.DayRefused if the day is not past its cut-off
     */
    public int firm(LocalDate closingDay) {
        int firmed = 0;
        for (int turn = 0; turn < TURN_LIMIT; turn++) {
            List<FirmingStore.Due> due = batch.due(closingDay, DAYS_A_TURN);
            if (due.isEmpty()) {
                batch.finish(closingDay);
                return firmed;
            }
            firmed += batch.firm(closingDay, due);
        }
        throw new IllegalStateException("After " + TURN_LIMIT + " turns there are days left to turn firm");
    }
}
