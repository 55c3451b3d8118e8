package dev.farthing.settlement;

/**
 * The bank's own transactions in a currency.
 *
 * @param minorDigits decimals that they carry: 2 where amounts are in cents
 * @param ledgerScale decimals that the ledger keeps
 * @param transactionFee what one costs, in the ledger's scale
 */
public record Rail(String currency, int minorDigits, int ledgerScale, long transactionFee) {
    private static final int TEN = 10;

    /** How many units of the ledger's scale make one cent, or whatever the bank's transactions count in. */
    long minorUnit() {
        long unit = 1;
        for (int digit = minorDigits; digit < ledgerScale; digit++) {
            unit = Math.multiplyExact(unit, TEN);
        }
        return unit;
    }

    /** The part of an amount that the bank can move; the rest stays where it is. Nothing of an amount below 0. */
    long movable(long amount) {
        return amount <= 0 ? 0 : amount - amount % minorUnit();
    }

    /** An amount that is whole, in the bank's units. */
    long inMinorUnits(long amount) {
        if (amount % minorUnit() != 0) {
            throw new IllegalArgumentException(amount + " units of " + currency + " are not whole in the bank's units");
        }
        return amount / minorUnit();
    }

    /** True if the ledger can hold that many of the bank's units. */
    boolean holds(long minor) {
        return minor <= Long.MAX_VALUE / minorUnit();
    }

    /** The bank's units in the ledger's scale. */
    long inLedgerScale(long minor) {
        return Math.multiplyExact(minor, minorUnit());
    }
}
