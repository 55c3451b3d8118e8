package dev.farthing.settlement;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What vendors are paid: one payout a cycle and currency, however many payments it is for. */
@Stateless
public class Payouts {
    /** The most payouts on one page. */
    public static final int MOST_ON_A_PAGE = 200;

    /** Behind every reference there is. */
    private static final String LAST = "~";

    @Inject
    private VendorStatementStore statements;

    @Inject
    private PayoutBatch batch;

    @Inject
    private PayoutStore store;

    /**
     * Vendors of a range whose statements of a day have no payout decided.
     *
     * @param after a number that the range begins behind, {@code last} its last one
     */
    public List<Long> undecided(LocalDate day, long after, long last, int limit) {
        return statements.undecided(day, after, last, limit).stream()
                .map(VendorStatement::vendorId)
                .distinct()
                .toList();
    }

    /** Decides and books the payouts of some vendors, in one transaction. Those that are decided are left alone. */
    public Paid pay(LocalDate day, List<Long> vendors) {
        return batch.pay(day, new TreeSet<>(vendors));
    }

    /** @throws SettlementRefused if there is no such payout */
    public Payout get(String reference) {
        return store.find(reference).orElseThrow(() -> SettlementRefused.notFound("There is no payout " + reference));
    }

    /**
     * A day's payouts, by reference.
     *
     * @param after the reference seen last, or null
     */
    public List<Payout> ofDay(LocalDate day, @Nullable String after, int limit) {
        return store.ofDay(day, after == null ? "" : after, limit);
    }

    /**
     * A vendor's payouts, the newest first.
     *
     * @param before the reference seen last, or null
     */
    public List<Payout> ofVendor(String vendorCode, @Nullable String before, int limit) {
        return store.ofVendor(vendorCode, before == null ? LAST : before, limit);
    }
}
