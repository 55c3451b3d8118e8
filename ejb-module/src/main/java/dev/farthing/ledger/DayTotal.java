package dev.farthing.ledger;

import java.math.BigDecimal;

/**
 * What a business day came to in one currency, counted anew.
 *
 * @param transfers how many were booked
 * @param moved by all of them, in the currency's ledger scale
 * @param unbalanced what all balances kept add up to now: nothing, if the books are right
 */
public record DayTotal(String currency, long transfers, BigDecimal moved, BigDecimal unbalanced) {}
