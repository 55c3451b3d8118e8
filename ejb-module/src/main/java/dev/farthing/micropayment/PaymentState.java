package dev.farthing.micropayment;

/** How an accepted payment stands; {@code PARTLY_} says that some of its quantity is left. */
public enum PaymentState {
    /** May still be reversed. */
    CONDITIONAL,
    /** Its vendor's business day has turned firm. */
    FIRM,
    PARTLY_REVERSED,
    REVERSED,
    /** Some of it, or what reversals had left of it, was given back after it had turned firm. */
    PARTLY_REFUNDED,
    REFUNDED
}
