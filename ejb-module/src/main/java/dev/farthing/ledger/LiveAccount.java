package dev.farthing.ledger;

/**
 * A live account, locked until the transaction ends. {@link #available} follows what the batch has decided so far; the
 * booking itself is {@link Ledger#book}'s.
 */
public final class LiveAccount {
    private final Account account;
    private long available;

    LiveAccount(Account account, long available) {
        this.account = account;
        this.available = available;
    }

    /** What it is, as it was when it was locked. */
    public Account account() {
        return account;
    }

    public long id() {
        return account.id();
    }

    public boolean isOpen() {
        return account.status() == AccountStatus.OPEN;
    }

    /** True if money may come in by top-up, reversal or refund: all but a closed account. */
    public boolean takesMoney() {
        return account.status() != AccountStatus.CLOSED;
    }

    /** What may still be spent, in the ledger's scale: posted less held, plus the credit limit. */
    public long available() {
        return available;
    }

    /** Adds an amount that a transfer of this batch brings. */
    public void receive(long amount) {
        available = Math.addExact(available, amount);
    }

    /** Sets an amount aside for a transfer of this batch, or says that it is not there. */
    public boolean spend(long amount) {
        if (amount > available) {
            return false;
        }
        available -= amount;
        return true;
    }
}
