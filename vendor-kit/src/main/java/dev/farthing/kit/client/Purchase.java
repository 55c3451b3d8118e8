package dev.farthing.kit.client;

import dev.farthing.kit.message.PriceGuard;
import org.jspecify.annotations.Nullable;

/**
 * What a customer wants to buy.
 *
 * @param customer the identifier by which this vendor knows the customer
 * @param item what is bought
 * @param quantity how many, 1 to 1000
 * @param guard the price of one unit that the vendor expects, if it wants to be sure
 */
public record Purchase(
        String customer,
        String item,
        int quantity,
        @Nullable PriceGuard guard) {
    /** One unit at whatever it costs. */
    public static Purchase one(String customer, String item) {
        return new Purchase(customer, item, 1, null);
    }
}
