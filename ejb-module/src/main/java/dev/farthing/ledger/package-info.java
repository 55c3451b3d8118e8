/** The ledger: accounts, transfers, balances, folding and the recount. Only LedgerStore touches its tables. */
@NullMarked
package dev.farthing.ledger;

import org.jspecify.annotations.NullMarked;
