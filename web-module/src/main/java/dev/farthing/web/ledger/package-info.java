/** Balances, trial balance, recount. */
@NullMarked
package dev.farthing.web.ledger;

import org.jspecify.annotations.NullMarked;
