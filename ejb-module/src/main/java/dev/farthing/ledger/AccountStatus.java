package dev.farthing.ledger;

/** Whether an account may be booked on. */
public enum AccountStatus {
    OPEN,
    FROZEN,
    CLOSED
}
