package dev.farthing.micropayment;

/** What a customer's cap counts. */
public enum CapKind {
    /** Each purchase by itself. */
    PER_PURCHASE,
    /** What is spent on one business day. */
    PER_DAY,
    /** What is spent at one vendor, ever. */
    PER_VENDOR,
    /** What is spent on one business day on items whose rights are of one model. */
    PER_RIGHTS
}
