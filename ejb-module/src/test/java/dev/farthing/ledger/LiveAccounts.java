package dev.farthing.ledger;

/** Makes live accounts for tests of other capabilities, which can only lock them. */
public final class LiveAccounts {
    private LiveAccounts() {}

    public static LiveAccount holding(long id, String currency, AccountStatus status, long available) {
        return new LiveAccount(new Account(id, "customer:anna", AccountRole.CUSTOMER, currency, status), available);
    }
}
