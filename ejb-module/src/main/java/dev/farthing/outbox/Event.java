package dev.farthing.outbox;

import java.util.UUID;

/**
 * Something that happened, told after its transaction committed.
 *
 * @param id unique; a listener that has seen it ignores it
 * @param payload JSON, complete: a listener asks nobody for more
 */
public record Event(UUID id, String topic, String payload) {
    /** A payment was accepted; the customer gets a notice. */
    public static final String PAYMENT_ACCEPTED = "payment.accepted";

    /** A payment, or a part of it, went back before it was firm; the customer gets a notice. */
    public static final String PAYMENT_REVERSED = "payment.reversed";

    /** A firm payment, or a part of it, went back out of what the vendor is owed; the customer gets a notice. */
    public static final String PAYMENT_REFUNDED = "payment.refunded";

    /** A vendor's payments of a day turned firm. */
    public static final String PAYMENTS_FIRM = "payments.firm";
}
