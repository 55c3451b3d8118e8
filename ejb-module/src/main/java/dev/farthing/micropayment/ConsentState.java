package dev.farthing.micropayment;

/** How a customer stands to a vendor. */
public enum ConsentState {
    /** The vendor knows the customer by an identifier, and may ask for nothing. */
    NONE,
    /** The vendor may ask for payments. */
    GIVEN,
    /** The vendor may no longer. */
    WITHDRAWN
}
