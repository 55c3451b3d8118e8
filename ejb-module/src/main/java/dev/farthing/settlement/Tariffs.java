package dev.farthing.settlement;

import dev.farthing.audit.AuditTrail;
import dev.farthing.ledger.Currencies;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the bank charges its vendors, and what its own transactions cost. A change counts from the next night on. */
@Stateless
public class Tariffs {
    /** The highest minimum, and the highest cost of a transaction, in the ledger's scale. */
    public static final long MOST = 1_000_000_000_000L;

    private static final String CODE = "[a-z0-9][a-z0-9-]{0,38}[a-z0-9]";

    @Inject
    private TariffStore store;

    @Inject
    private Currencies currencies;

    @Inject
    private AuditTrail audit;

    /**
     * Makes a plan, or puts it in the place of the one of this code.
     *
     * @param actor who does it, as in {@link AuditTrail}
     * @throws dev.farthing.ledger.LedgerRefused if the ledger does not keep a minimum's currency
     * @throws SettlementRefused if the plan is not in form
     */
    public FeePlan put(FeePlan plan, String actor) {
        plan.minimums().keySet().forEach(currencies::get);
        check(plan);
        store.put(plan);
        Map<String, Object> detail = new TreeMap<>();
        detail.put("cycle", plan.cycle().name());
        detail.put("ratePpm", plan.ratePpm());
        detail.put("minimums", new TreeMap<>(plan.minimums()));
        audit.record(actor, "fee-plan.put", "fee-plan:" + plan.code(), detail);
        return plan;
    }

    /** @throws SettlementRefused if there is no such plan */
    public FeePlan plan(String code) {
        return plans().stream()
                .filter(plan -> plan.code().equals(code))
                .findFirst()
                .orElseThrow(() -> SettlementRefused.notFound("There is no fee plan " + code));
    }

    public List<FeePlan> plans() {
        return store.plans();
    }

    /**
     * Says what one of the bank's transactions costs.
     *
     * @param actor who does it, as in {@link AuditTrail}
     * @throws SettlementRefused if the bank moves no money in the currency, or the cost is out of bounds
     */
    public Rail putTransactionFee(String currency, long fee, String actor) {
        Rail rail = rail(currency);
        if (fee < 0 || fee > MOST) {
            throw SettlementRefused.notPossible("A transaction costs 0 to " + MOST + " units of the ledger's scale");
        }
        store.putTransactionFee(currency, fee);
        audit.record(actor, "rail.put", "rail:" + currency, Map.of("before", rail.transactionFee(), "after", fee));
        return rail(currency);
    }

    /** @throws SettlementRefused if the bank moves no money in the currency */
    public Rail rail(String currency) {
        return rails().stream()
                .filter(rail -> rail.currency().equals(currency))
                .findFirst()
                .orElseThrow(() -> SettlementRefused.notFound("The bank moves no money in " + currency));
    }

    public List<Rail> rails() {
        return store.rails();
    }

    private static void check(FeePlan plan) {
        if (!plan.code().matches(CODE)) {
            throw SettlementRefused.notPossible(
                    "A fee plan's code is 2 to 40 of a-z, 0-9 and -, with no - at either end");
        }
        if (plan.ratePpm() < 0 || plan.ratePpm() > FeePlan.MOST_PPM) {
            throw SettlementRefused.notPossible("A rate is 0 to " + FeePlan.MOST_PPM + " parts in a million");
        }
        if (plan.minimums().values().stream().anyMatch(minimum -> minimum < 1 || minimum > MOST)) {
            throw SettlementRefused.notPossible(
                    "A minimum is 1 to " + MOST + " units of the ledger's scale; leave out what has none");
        }
    }
}
