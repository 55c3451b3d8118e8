package dev.farthing.ledger;

/**
 * Deltas that are not folded.
 *
 * @param lowest number of a delta, 0 if there is none
 * @param highest number of a delta, 0 if there is none
 */
public record DeltasThere(long count, long lowest, long highest) {}
