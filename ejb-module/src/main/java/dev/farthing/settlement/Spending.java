package dev.farthing.settlement;

import dev.farthing.settlement.Turnover.Total;

/**
 * What a customer's account was used for on a day, told by those who keep the payments. Amounts are in the currency's ledger
 * scale.
 */
public record Spending(long account, Total payments, Total reversals, Total refunds, Total topUps) {
    static Spending none(long account) {
        return new Spending(account, Total.NONE, Total.NONE, Total.NONE, Total.NONE);
    }
}
