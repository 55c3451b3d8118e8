package dev.farthing.web.problem;

import dev.farthing.money.Currency;

/**
 * An amount as it stands in JSON.
 *
 * @param value an integer, written as a string, in units of the scale
 * @param scale decimals; must be the ledger's scale of the currency
 */
public record AmountJson(String value, String currency, int scale) {

    public static AmountJson of(long amount, Currency currency) {
        return new AmountJson(Long.toString(amount), currency.code(), currency.scale());
    }

    /**
     * The amount in the ledger's scale.
     *
     * @param known the currency as the ledger keeps it
     * @throws BadRequest if the value is no integer, or the scale is not the ledger's
     */
    public long inLedgerScale(Currency known) {
        if (scale != known.scale()) {
            throw new BadRequest(
                    422, "WRONG_SCALE", "Amounts in " + known.code() + " have scale " + known.scale() + " here");
        }
        if (!value.matches("0|-?[1-9][0-9]{0,17}")) {
            throw new BadRequest(
                    422, "WRONG_AMOUNT", "An amount's value is an integer of at most 18 digits, as a string");
        }
        return Long.parseLong(value);
    }
}
