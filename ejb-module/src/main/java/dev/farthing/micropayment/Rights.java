package dev.farthing.micropayment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the buyer of one may do.
 *
 * @param count uses, for COUNT
 * @param period ISO 8601 with one unit, for PERIOD
 * @param until for UNTIL
 * @param text in the vendor's words
 */
public record Rights(
        RightsModel model,
        @Nullable Integer count,
        @Nullable String period,
        @Nullable Instant until,
        String text) {}
