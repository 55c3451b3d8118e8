package dev.farthing.kit.client;

import dev.farthing.kit.message.Return;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor gives back.
 *
 * @param kind a reversal until the payment is firm, a refund from then on
 * @param submission the payment's submission id
 * @param quantity how many units, or null for all that are left
 * @param reason in words of up to 200 characters, for the books and the customer
 */
public record GiveBack(
        Return.Kind kind, String submission, @Nullable Integer quantity, String reason) {
    /** All that is left, before the payment is firm. */
    public static GiveBack reversal(String submission, String reason) {
        return new GiveBack(Return.Kind.REVERSAL, submission, null, reason);
    }

    /** All that is left, after the payment has turned firm. */
    public static GiveBack refund(String submission, String reason) {
        return new GiveBack(Return.Kind.REFUND, submission, null, reason);
    }
}
