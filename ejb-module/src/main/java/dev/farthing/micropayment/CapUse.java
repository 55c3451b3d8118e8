package dev.farthing.micropayment;

/**
 * A cap, and how much of it is used.
 *
 * @param used what counts against it now: on the open business day, or ever, as its kind says
 */
public record CapUse(Cap cap, long used) {}
