package dev.farthing.ledger;

/**
 * How far a live account may go below nothing, in the ledger's scale.
 *
 * @param limit what is agreed
 * @param excess how far the account lies below that, after its limit was lowered or something was booked that had to be;
 *     whatever comes in pays it down first, and nothing may be spent before
 */
public record CreditLine(long limit, long excess) {}
