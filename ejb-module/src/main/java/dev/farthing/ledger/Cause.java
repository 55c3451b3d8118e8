package dev.farthing.ledger;

import dev.farthing.calendar.DayState;

/** Why money moved, and on which days it may: ordinary causes while a day is open, those of the night while it is closing. */
public enum Cause {
    /** A customer pays; the vendor has it on condition. */
    MICROPAYMENT(DayState.OPEN, Force.NONE),
    /** It goes back before it is firm. */
    REVERSAL(DayState.OPEN, Force.PASSES_FROZEN),
    /** What a vendor has on condition, it is owed from now on. */
    FIRMING(DayState.CLOSING, Force.NONE),
    /** It goes back out of what the vendor is owed. */
    REFUND(DayState.OPEN, Force.PASSES_FROZEN),
    /** Money comes in for a customer. */
    TOP_UP(DayState.OPEN, Force.PASSES_FROZEN),
    /** What the bank takes for a vendor's cycle. */
    FEE(DayState.CLOSING, Force.NONE),
    /** What a vendor is owed goes on its way to the vendor's bank. */
    PAYOUT(DayState.CLOSING, Force.NONE),
    /** The bank says that a payout has left. */
    PAYOUT_SETTLED(DayState.OPEN, Force.NONE),
    /** A payout came back; the vendor is owed it again. */
    PAYOUT_RETURNED(DayState.OPEN, Force.NONE),
    /** The bank says that it has collected from a customer. */
    COLLECTION(DayState.OPEN, Force.PASSES_FROZEN),
    /** What was collected was taken back: the customer owes it again, beyond any limit if need be. */
    COLLECTION_RETURNED(DayState.OPEN, Force.TAKES_ALL);

    /** How far a cause reaches beyond what an account would let through by itself. */
    private enum Force {
        NONE,
        PASSES_FROZEN,
        TAKES_ALL
    }

    private final DayState day;
    private final Force force;

    Cause(DayState day, Force force) {
        this.day = day;
        this.force = force;
    }

    /** The state that the business day of such a transfer is in. */
    DayState day() {
        return day;
    }

    /** True if it may credit a frozen account: nobody is kept from getting money back. */
    boolean passesFrozen() {
        return force != Force.NONE;
    }

    /**
     * True if it debits also a frozen account, and one that cannot cover it: what lies beyond the limit then becomes excess,
     * which is paid down first.
     */
    boolean isForced() {
        return force == Force.TAKES_ALL;
    }
}
