package dev.farthing.settlement;

import dev.farthing.ledger.DayTotal;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** The short transaction of {@link Nights}. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class NightBatch {
    @Inject
    private NightStore store;

    @Inject
    private Clock clock;

    public boolean keep(LocalDate day, List<DayTotal> totals) {
        store.keep(day, totals, clock.instant());
        return totals.stream().allMatch(total -> total.unbalanced().signum() == 0);
    }
}
