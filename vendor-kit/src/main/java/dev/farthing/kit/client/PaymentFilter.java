package dev.farthing.kit.client;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which payments are asked for; null stands for all.
 *
 * @param from the first business date
 * @param to the last business date
 * @param item the catalogue's code
 * @param customer the identifier by which this vendor knows the customer
 * @param state {@code CONDITIONAL}, {@code FIRM}, …
 */
public record PaymentFilter(
        @Nullable LocalDate from,
        @Nullable LocalDate to,
        @Nullable String item,
        @Nullable String customer,
        @Nullable String state) {
    /** All payments. */
    public static final PaymentFilter ALL = new PaymentFilter(null, null, null, null, null);
}
