package dev.farthing.party;

/**
 * Fired (CDI) in the transaction in which a customer is closed for good, for those capabilities that the parties do not
 * know: what a customer held there, such as devices, ends in the same transaction.
 *
 * @param customerId the row's number
 */
public record CustomerClosed(long customerId, String code) {}
