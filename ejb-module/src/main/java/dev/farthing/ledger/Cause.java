package dev.farthing.ledger;

/** Why money moved. */
public enum Cause {
    MICROPAYMENT,
    TOP_UP
}
