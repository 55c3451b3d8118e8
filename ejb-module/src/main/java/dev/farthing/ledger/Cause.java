package dev.farthing.ledger;

/** Why money moved. */
public enum Cause {
    /** A customer pays; the vendor has it on condition. */
    MICROPAYMENT(false),
    /** It goes back before it is firm. */
    REVERSAL(true),
    /** What a vendor has on condition, it is owed from now on. */
    FIRMING(false),
    /** It goes back out of what the vendor is owed. */
    REFUND(true),
    /** Money comes in for a customer. */
    TOP_UP(true);

    private final boolean passesFrozen;

    Cause(boolean passesFrozen) {
        this.passesFrozen = passesFrozen;
    }

    /** True if it may credit a frozen account: nobody is kept from getting money back. */
    boolean passesFrozen() {
        return passesFrozen;
    }
}
