package dev.farthing.micropayment;

/** How far the rights reach that a purchase gives. */
public enum RightsModel {
    /** To this one item, once and for all that it is worth. */
    ONCE,
    /** A number of uses. */
    COUNT,
    /** From the purchase on, for a period. */
    PERIOD,
    /** From the purchase until a date. */
    UNTIL
}
