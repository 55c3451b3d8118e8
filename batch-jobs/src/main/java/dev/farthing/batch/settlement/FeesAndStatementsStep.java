package dev.farthing.batch.settlement;

import dev.farthing.micropayment.PaymentTotals;
import dev.farthing.settlement.Charged;
import dev.farthing.settlement.DueVendor;
import dev.farthing.settlement.Finding;
import dev.farthing.settlement.Reconciliation;
import dev.farthing.settlement.Turnover;
import dev.farthing.settlement.VendorStatements;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Charges the vendors whose cycle ends with the day, and writes what the cycle came to. */
@Named
@Dependent
public class FeesAndStatementsStep extends RangeStep {
    /** Vendors of one transaction: short enough that no refund waits long for one of them. */
    private static final int A_PAGE = 100;

    @Inject
    private VendorStatements statements;

    @Inject
    private PaymentTotals totals;

    @Inject
    private Reconciliation reconciliation;

    @Override
    String work() {
        long seen = after();
        int breaks = 0;
        for (List<DueVendor> page = statements.vendors(seen, last(), A_PAGE);
                !page.isEmpty();
                page = statements.vendors(seen, last(), A_PAGE)) {
            mayGoOn();
            List<DueVendor> due = statements.due(page, day());
            Charged charged = statements.charge(day(), due, turnover(due));
            List<Finding> findings = new ArrayList<>(statements.withoutPlan(page));
            findings.addAll(charged.findings());
            breaks += reconciliation.record(day(), findings);
            advance(page.size(), charged.fees());
            seen = page.get(page.size() - 1).id();
        }
        return breaks == 0 ? "vendors" : "vendors, " + breaks + " breaks";
    }

    private List<Turnover> turnover(List<DueVendor> due) {
        return totals
                .ofVendors(due.stream().collect(Collectors.toMap(DueVendor::id, DueVendor::cycleBegin)), day())
                .stream()
                .map(one -> new Turnover(
                        one.vendorId(),
                        one.currency(),
                        total(one.payments()),
                        total(one.reversals()),
                        total(one.refunds()),
                        total(one.firmed())))
                .toList();
    }

    private static Turnover.Total total(PaymentTotals.Total total) {
        return new Turnover.Total(total.count(), total.amount());
    }
}
