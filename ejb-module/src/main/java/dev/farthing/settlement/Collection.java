package dev.farthing.settlement;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is taken from a customer on a tab, in one of the bank's transactions. The customer owes it until the bank says that it
 * has come.
 *
 * @param amount in the currency's ledger scale, whole in the bank's units
 * @param purchases accepted since the collection before: they share the transaction
 * @param settledOn the business date on which the bank said that it had come
 */
public record Collection(
        String reference,
        String customer,
        String currency,
        LocalDate businessDate,
        long amount,
        long purchases,
        String name,
        String iban,
        String mandateReference,
        LocalDate mandateSignedOn,
        State state,
        @Nullable String file,
        @Nullable LocalDate settledOn,
        @Nullable LocalDate returnedOn,
        @Nullable String returnReason) {
    /** How far it is. */
    public enum State {
        /** Made, and in no file yet. */
        BOOKED,
        /** In a file that the bank has been handed. */
        SENT,
        /** The bank says that the money has come. */
        SETTLED,
        /** None came, or it was taken back; the customer owes it. */
        RETURNED
    }

    /** The same in another state, for deciding what comes next; its dates are the database's. */
    Collection in(State next) {
        return new Collection(
                reference,
                customer,
                currency,
                businessDate,
                amount,
                purchases,
                name,
                iban,
                mandateReference,
                mandateSignedOn,
                next,
                file,
                settledOn,
                returnedOn,
                returnReason);
    }
}
