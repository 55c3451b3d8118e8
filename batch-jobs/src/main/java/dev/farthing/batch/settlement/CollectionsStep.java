package dev.farthing.batch.settlement;

import dev.farthing.micropayment.PaymentTotals;
import dev.farthing.settlement.Collections;
import dev.farthing.settlement.Debtor;
import dev.farthing.settlement.Paid;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes one collection for each account of a customer on a tab that owes enough. */
@Named
@Dependent
public class CollectionsStep extends RangeStep {
    private static final int A_PAGE = 500;

    @Inject
    private Collections collections;

    @Inject
    private PaymentTotals totals;

    @Override
    String work() {
        long seen = after();
        for (Collections.Page page = collections.debtors(seen, last(), A_PAGE);
                !page.isEmpty();
                page = collections.debtors(seen, last(), A_PAGE)) {
            mayGoOn();
            Paid paid = collections.collect(day(), page.debtors(), purchases(page.debtors()));
            advance(paid.parties(), paid.amounts());
            seen = page.lastCustomer();
        }
        return "accounts";
    }

    /** How many purchases share each account's next transaction: those since the one before. */
    private Map<Long, Long> purchases(List<Debtor> debtors) {
        Map<Long, LocalDate> since = debtors.stream()
                .collect(Collectors.toMap(
                        Debtor::account,
                        debtor -> debtor.lastCollection() == null ? LocalDate.EPOCH : debtor.lastCollection()));
        return totals.paymentsSince(since, day());
    }
}
