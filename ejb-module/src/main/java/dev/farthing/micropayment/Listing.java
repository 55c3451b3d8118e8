package dev.farthing.micropayment;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item as the catalogue lists it.
 *
 * @param currency the default one, in which a buyer pays who names none
 * @param prices those in effect and those to come: the default currency first, then by currency and time
 * @param saleFrom when the sale begins, or null for at once; {@code saleUntil} is when it has ended
 */
public record Listing(
        String code,
        String title,
        String currency,
        List<Price> prices,
        Rights rights,
        boolean onSale,
        @Nullable Instant saleFrom,
        @Nullable Instant saleUntil) {}
