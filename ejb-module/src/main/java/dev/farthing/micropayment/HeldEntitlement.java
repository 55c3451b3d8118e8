package dev.farthing.micropayment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a customer may do for a payment.
 *
 * @param title of the item as the vendor calls it now, if it still does
 * @param quantity what is left of the quantity paid for, after what was given back
 * @param rights for all that is left
 * @param since when it was paid
 * @param valid true if something is left, nothing has revoked it, and its time is not over
 */
public record HeldEntitlement(
        UUID payment,
        String vendor,
        String vendorName,
        String item,
        @Nullable String title,
        int quantity,
        Held rights,
        Instant since,
        boolean valid) {
    /**
     * What may be done.
     *
     * @param count uses, for COUNT
     * @param until for PERIOD and UNTIL
     * @param text in the vendor's words
     */
    public record Held(
            RightsModel model,
            @Nullable Integer count,
            @Nullable Instant until,
            String text) {}
}
