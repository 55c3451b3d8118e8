package dev.farthing.micropayment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One movement on a customer's account.
 *
 * @param id of the booking, and the place of the line: a later one has a greater id
 * @param vendor with item, quantity and payment: null for a top-up
 * @param amount signed, in the currency's ledger scale: what went away is less than 0
 * @param payment what was paid, or given back
 */
public record StatementLine(
        UUID id,
        Instant at,
        LocalDate businessDate,
        Kind kind,
        @Nullable String vendor,
        @Nullable String item,
        @Nullable Integer quantity,
        long amount,
        String currency,
        @Nullable UUID payment) {
    /** Why money moved. */
    public enum Kind {
        PAYMENT,
        REVERSAL,
        REFUND,
        TOP_UP
    }
}
