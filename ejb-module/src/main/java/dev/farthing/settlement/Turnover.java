package dev.farthing.settlement;

/**
 * What payments of all kinds came to in a vendor's cycle and one currency, told by those who keep them. Amounts are in the
 * currency's ledger scale.
 *
 * @param payments accepted on the cycle's days, {@code reversals} and {@code refunds} decided on them
 * @param firm what turned firm at the closes of the cycle's days
 */
public record Turnover(long vendorId, String currency, Total payments, Total reversals, Total refunds, Total firm) {
    /** How many, and how much in all. */
    public record Total(long count, long amount) {
        public static final Total NONE = new Total(0, 0);
    }

    static Turnover none(long vendorId, String currency) {
        return new Turnover(vendorId, currency, Total.NONE, Total.NONE, Total.NONE, Total.NONE);
    }
}
