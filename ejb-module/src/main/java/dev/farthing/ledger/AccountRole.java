package dev.farthing.ledger;

/** What an account is for, and how its balance is kept: live ones are checked on every debit, folded ones only added to. */
public enum AccountRole {
    CUSTOMER(false),
    VENDOR_CONDITIONAL(true),
    VENDOR_PAYABLE(true),
    BANK_CLEARING(true);

    private final boolean folded;

    AccountRole(boolean folded) {
        this.folded = folded;
    }

    public boolean folded() {
        return folded;
    }
}
