package dev.farthing.ledger;

import java.util.List;

/**
 * Those between whom micropayments are booked.
 *
 * @param payers customers' accounts, locked until the transaction ends
 * @param payees vendors' conditional accounts
 */
public record Counterparties(List<LiveAccount> payers, List<Account> payees) {}
