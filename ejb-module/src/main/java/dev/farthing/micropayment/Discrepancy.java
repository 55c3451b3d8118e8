package dev.farthing.micropayment;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payment, return, firming or top-up that does not agree with the ledger.
 *
 * @param subject {@code transfer:ID}, or {@code account:ID}
 * @param owners whose accounts are concerned, the bank's left out
 * @param kept what the ledger has, in its scale
 * @param counted what should be there
 */
public record Discrepancy(
        String kind,
        String subject,
        List<String> owners,
        String currency,
        @Nullable BigDecimal kept,
        @Nullable BigDecimal counted,
        String detail) {}
