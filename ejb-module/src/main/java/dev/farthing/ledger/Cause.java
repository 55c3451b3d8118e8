package dev.farthing.ledger;

/** Why money moved. */
public enum Cause {
    MICROPAYMENT(false),
    TOP_UP(true);

    private final boolean entersFrozen;

    Cause(boolean entersFrozen) {
        this.entersFrozen = entersFrozen;
    }

    /** True if it may credit a frozen account; nothing may debit one. */
    boolean entersFrozen() {
        return entersFrozen;
    }
}
