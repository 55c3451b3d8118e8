package dev.farthing.micropayment;

import dev.farthing.kit.message.Return;
import org.jspecify.annotations.Nullable;

/**
 * One reversal or refund.
 *
 * @param submission the submission id of the payment
 * @param quantity how many units go back; null for all that are left
 * @param operator who asks, if it is not the vendor
 */
record ReturnCommand(
        Origin origin,
        Return.Kind kind,
        String submission,
        @Nullable Integer quantity,
        String reason,
        @Nullable String operator)
        implements Command {
    @Override
    public String key() {
        return submission;
    }
}
