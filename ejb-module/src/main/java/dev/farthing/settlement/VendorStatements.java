package dev.farthing.settlement;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Vendors' statements: what a cycle came to, what it was charged, what is paid out for it and what is carried forward. Whoever
 * reads them sees those of closed days, which nothing changes any more.
 */
@Stateless
public class VendorStatements {
    @Inject
    private VendorStatementStore store;

    @Inject
    private Tariffs tariffs;

    @Inject
    private ChargeBatch charging;

    /**
     * Vendors of a range, in the order of their numbers, whether their cycle ends on the day or not.
     *
     * @param after the number of the last one seen, {@code last} the last number of the range
     */
    public List<DueVendor> vendors(long after, long last, int limit) {
        return store.vendors(after, last, limit);
    }

    /** Those of them whose cycle ends on a day. A vendor whose plan nobody has described has no cycle, and is a finding instead. */
    public List<DueVendor> due(List<DueVendor> vendors, LocalDate day) {
        Map<String, FeePlan> plans = plans();
        return vendors.stream()
                .filter(vendor -> {
                    FeePlan plan = plans.get(vendor.plan());
                    return plan != null
                            && plan.cycle().endsOn(day)
                            && !vendor.cycleBegin().isAfter(day);
                })
                .toList();
    }

    /** What keeps vendors from being settled at all. */
    public List<Finding> withoutPlan(List<DueVendor> vendors) {
        Map<String, FeePlan> plans = plans();
        List<Finding> findings = new ArrayList<>();
        vendors.stream()
                .filter(vendor -> !plans.containsKey(vendor.plan()))
                .forEach(vendor -> findings.add(new Finding(
                        "FEE_PLAN_MISSING",
                        vendor.owner(),
                        List.of(vendor.owner()),
                        null,
                        null,
                        null,
                        "There is no fee plan " + vendor.plan()
                                + ": describe it, or give the vendor another; the cycle goes on until then")));
        return findings;
    }

    /**
     * Charges the vendors' cycles and writes their statements, in one transaction. A vendor that has a statement for the day
     * already is left alone; one whose books do not add up gets none, and is a finding.
     *
     * @param turnovers what the cycles came to; none is nothing
     * @return what was done, and what was found
     */
    public Charged charge(LocalDate day, List<DueVendor> due, List<Turnover> turnovers) {
        return charging.charge(day, due, turnovers, plans());
    }

    /** @throws SettlementRefused if there is no such vendor */
    public List<LocalDate> cycleEnds(String vendorCode, LocalDate before, int limit) {
        return store.cycleEnds(vendor(vendorCode), before, limit);
    }

    /**
     * The statement of a cycle, one for each currency.
     *
     * @throws SettlementRefused if there is no such vendor, or none of its cycles ended on that day and is closed
     */
    public List<VendorStatement> statement(String vendorCode, LocalDate cycleEnd) {
        List<VendorStatement> statements = store.statements(vendor(vendorCode), cycleEnd);
        if (statements.isEmpty()) {
            throw SettlementRefused.notFound(
                    "No cycle ended on " + cycleEnd + ", or the day is not closed: see the list of statements");
        }
        return statements;
    }

    private long vendor(String code) {
        return store.vendorId(code).orElseThrow(() -> SettlementRefused.notFound("There is no vendor " + code));
    }

    private Map<String, FeePlan> plans() {
        Map<String, FeePlan> plans = new TreeMap<>();
        tariffs.plans().forEach(plan -> plans.put(plan.code(), Objects.requireNonNull(plan)));
        return plans;
    }
}
