package dev.farthing.outbox;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, told after its transaction committed: to the queues' listeners, and in the public feeds.
 *
 * @param id unique; a listener that has seen it ignores it
 * @param vendorId whose feed shows it besides the bank's, or null if no vendor's does
 * @param payload a JSON object, complete: a listener asks nobody for more. A vendor never sees its member {@code customerId},
 *     by which customers could be recognised across vendors; everything else in it the vendor may know
 */
public record Event(UUID id, String topic, @Nullable Long vendorId, String payload) {
    /** A payment was accepted; the customer gets a notice. */
    public static final String PAYMENT_ACCEPTED = "payment.accepted";

    /** A payment was taken back while it was conditional. */
    public static final String PAYMENT_REVERSED = "payment.reversed";

    /** A firm payment was given back. */
    public static final String PAYMENT_REFUNDED = "payment.refunded";

    /** A customer consents to payments to a vendor. */
    public static final String CONSENT_GIVEN = "consent.given";

    /** A customer no longer consents. */
    public static final String CONSENT_WITHDRAWN = "consent.withdrawn";

    /** A vendor's key is in use from now on. */
    public static final String KEY_ACTIVATED = "key.activated";

    /** A vendor's key only verifies what is still under way. */
    public static final String KEY_RETIRED = "key.retired";

    /** A vendor's key is good for nothing any more. */
    public static final String KEY_REVOKED = "key.revoked";

    /** A vendor was suspended, resumed, or took a step to its end. */
    public static final String VENDOR_STATUS = "vendor.status";

    /** A customer was frozen, released, or took a step to the end; for the bank alone. */
    public static final String CUSTOMER_STATUS = "customer.status";

    /** An item was published or described anew. */
    public static final String ITEM_PUBLISHED = "item.published";

    /** Money came in for a customer; for the bank alone. */
    public static final String TOP_UP_BOOKED = "top-up.booked";

    /** A vendor's business day turned firm. */
    public static final String PAYMENTS_FIRM = "payments.firm";

    /** A vendor's payout is on its way to the bank. */
    public static final String PAYOUT_MADE = "payout.made";

    /** The bank says that a payout has left. */
    public static final String PAYOUT_SETTLED = "payout.settled";

    /** A payout came back; the vendor is owed it again. */
    public static final String PAYOUT_RETURNED = "payout.returned";

    /** A customer's tab is about to be collected. */
    public static final String COLLECTION_ANNOUNCED = "collection.announced";

    /** What a customer owed has come. */
    public static final String COLLECTION_SETTLED = "collection.settled";

    /** What was to be collected did not come, or was taken back. */
    public static final String COLLECTION_RETURNED = "collection.returned";

    /** What no customer is told about; payloads of all others have a {@code customerId}. */
    private static final Set<String> FOR_NO_CUSTOMER = Set.of(
            KEY_ACTIVATED,
            KEY_RETIRED,
            KEY_REVOKED,
            VENDOR_STATUS,
            ITEM_PUBLISHED,
            PAYMENTS_FIRM,
            PAYOUT_MADE,
            PAYOUT_SETTLED,
            PAYOUT_RETURNED);

    /** True if it goes to the customers' queue. */
    boolean isForCustomers() {
        return !FOR_NO_CUSTOMER.contains(topic);
    }
}
