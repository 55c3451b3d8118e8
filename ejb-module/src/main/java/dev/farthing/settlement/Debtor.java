package dev.farthing.settlement;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A customer's account that a night may collect from.
 *
 * @param lastCollection the business date of the one before, or null
 */
public record Debtor(
        long customerId,
        String code,
        String name,
        long account,
        String currency,
        String iban,
        String mandateReference,
        LocalDate mandateSignedOn,
        @Nullable LocalDate lastCollection) {
    String owner() {
        return "customer:" + code;
    }
}
