package dev.farthing.settlement;

import dev.farthing.ledger.DayBalance;
import dev.farthing.settlement.Turnover.Total;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's cycle in one currency, in its ledger scale. Conditional: opening + payments - reversals - firm = closing. Payable:
 * opening + firm - refunds + returned payouts - fee - payout = closing, which is carried forward.
 *
 * @param shared how many payments share the payout's transaction: those that turned firm since the payout before
 * @param payoutHeld why not everything that the bank could move was paid out, or null
 * @param transactionFee what one of the bank's transactions costs
 */
public record VendorStatement(
        long vendorId,
        String currency,
        LocalDate cycleBegin,
        LocalDate cycleEnd,
        Turnover turnover,
        DayBalance conditional,
        DayBalance payable,
        long payoutsReturned,
        Fee fee,
        long payout,
        long shared,
        @Nullable Hold payoutHeld,
        long transactionFee) {
    private static final DayBalance NOTHING = new DayBalance(0, 0);

    /**
     * What the cycle was charged.
     *
     * @param brought owed from cycles before
     * @param charged taken from what was payable, at most all of it
     * @param carried owed to the next cycle
     */
    public record Fee(String plan, long brought, long charged, long carried) {}

    /** Why a payout is not made, or smaller. */
    public enum Hold {
        /** An open break touches the vendor. */
        BREAK,
        /** The vendor has no IBAN in the contract. */
        NO_IBAN,
        /** Refunds of the next day have drawn on it before the night got here. */
        REFUNDED_SINCE
    }

    /** What sharing the bank's transaction saved: each payment alone would have cost one. */
    public long saved() {
        return Math.multiplyExact(Math.max(0, shared - 1), transactionFee);
    }

    /** True if nothing moved, and nothing is there. */
    boolean isEmpty() {
        return turnover.equals(Turnover.none(vendorId, currency))
                && conditional.equals(NOTHING)
                && payable.equals(NOTHING)
                && payoutsReturned == 0;
    }

    boolean addsUp() {
        Total firm = turnover.firm();
        return conditional.opening()
                                + turnover.payments().amount()
                                - turnover.reversals().amount()
                                - firm.amount()
                        == conditional.closing()
                && payable.opening()
                                + firm.amount()
                                - turnover.refunds().amount()
                                + payoutsReturned
                                - fee.charged()
                                - payout
                        == payable.closing();
    }
}
