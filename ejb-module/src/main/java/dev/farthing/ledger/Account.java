package dev.farthing.ledger;

/**
 * What stays the same of an account, and its status.
 *
 * @param owner {@code vendor:CODE}, {@code customer:CODE} or {@code bank}
 * @param currency a currency code of the ledger
 */
public record Account(long id, String owner, AccountRole role, String currency, AccountStatus status) {}
