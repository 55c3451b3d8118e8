package dev.farthing.ledger;

/** What an account is for, and how its balance is kept: live ones are checked on every debit, folded ones only added to. */
public enum AccountRole {
    CUSTOMER(false),
    VENDOR_CONDITIONAL(true),
    VENDOR_PAYABLE(true),
    /** What is paid out and not yet confirmed by the bank. */
    VENDOR_PAYOUT(true),
    /** The mirror of the bank's own account: what is below nothing here, the bank holds for its customers and vendors. */
    BANK_CLEARING(true),
    /** What vendors were charged. */
    BANK_FEES(true),
    /** What came back for a party that is gone; somebody decides what becomes of it. */
    BANK_SUSPENSE(true);

    private final boolean folded;

    AccountRole(boolean folded) {
        this.folded = folded;
    }

    public boolean folded() {
        return folded;
    }
}
