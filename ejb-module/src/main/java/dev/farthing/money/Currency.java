package dev.farthing.money;

import java.util.regex.Pattern;

/**
 * A currency and its ledger scale: how many decimals the ledger keeps of it.
 *
 * @param code ISO 4217, or 4 to 16 of {@code A-Z0-9} for one that a business issues
 * @param scale decimals kept, 0 to 9; USD with scale 6 has 0.000001 as its least amount
 */
public record Currency(String code, int scale) {
    private static final Pattern CODE = Pattern.compile("[A-Z]{3}|[A-Z0-9]{4,16}");
    private static final int MAX_SCALE = 9;

    public Currency {
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("A currency code is ISO 4217 or 4 to 16 of A-Z0-9");
        }
        if (scale < 0 || scale > MAX_SCALE) {
            throw new IllegalArgumentException("A currency's scale is 0 to " + MAX_SCALE);
        }
    }
}
