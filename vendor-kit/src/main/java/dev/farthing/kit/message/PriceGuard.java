package dev.farthing.kit.message;

/**
 * "No surprise": the vendor's idea of the price. A payment whose item costs anything else is refused.
 *
 * @param price of one unit of the item, in the ledger's scale of the currency, not negative
 * @param currency of the price
 */
public record PriceGuard(long price, String currency) {
    /** Checks the ranges. */
    public PriceGuard {
        Texts.check("currency", currency, Texts.CURRENCY);
        if (price < 0) {
            throw new IllegalArgumentException("Give price as 0 or more.");
        }
    }
}
