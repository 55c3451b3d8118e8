package dev.farthing.micropayment;

import dev.farthing.kit.message.PriceGuard;
import org.jspecify.annotations.Nullable;

/**
 * One submission.
 *
 * @param customer the identifier that this vendor knows the customer by
 * @param guard the price that the vendor has shown, or null for whatever the catalogue says
 */
record PayCommand(
        Origin origin,
        String customer,
        String item,
        int quantity,
        @Nullable PriceGuard guard) implements Command {
    @Override
    public String key() {
        return customer;
    }
}
