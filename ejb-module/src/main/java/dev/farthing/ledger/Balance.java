package dev.farthing.ledger;

/**
 * What an account has, in the ledger's scale.
 *
 * @param amount credits less debits: positive is what Farthing owes the owner
 * @param available what may be spent of a live account; the amount itself for a folded one, or for a past close
 */
public record Balance(Account account, long amount, long available) {}
