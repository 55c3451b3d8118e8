package dev.farthing.kit.shop;

import dev.farthing.kit.token.Entitlement;
import org.jspecify.annotations.Nullable;

/** What became of an item in a visit; every step has its own type, so that nothing is opened that is not paid for. */
sealed interface Holding {
    /**
     * Asked for, and nobody here knows the outcome yet.
     *
     * @param submissionId to inquire about
     */
    record Pending(String submissionId) implements Holding {}

    /**
     * Paid for.
     *
     * @param entitlement verified
     * @param text the same as the server signed it, for the customer to keep
     * @param submissionId of the payment, if it was bought in this visit and can be given back in it
     */
    record Owned(
            Entitlement entitlement, String text, @Nullable String submissionId) implements Holding {}

    /**
     * Being given back, and nobody here knows yet whether it was.
     *
     * @param owned what it is again, should it not have been
     * @param returnId to inquire about
     */
    record Returning(Owned owned, String returnId) implements Holding {}
}
