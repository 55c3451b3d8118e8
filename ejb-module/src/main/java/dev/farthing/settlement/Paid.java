package dev.farthing.settlement;

import java.util.Map;

/**
 * What paying out, or collecting, a page of parties came to.
 *
 * @param parties how many were looked at
 * @param amounts by currency, in its ledger scale
 */
public record Paid(int parties, Map<String, Long> amounts) {
    static final Paid NOTHING = new Paid(0, Map.of());
}
