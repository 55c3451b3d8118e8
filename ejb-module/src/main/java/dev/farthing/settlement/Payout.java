package dev.farthing.settlement;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a vendor is paid for a cycle, in one of the bank's transactions.
 *
 * @param amount in the currency's ledger scale, whole in the bank's units
 * @param payments that turned firm since the payout before: they share the transaction
 * @param settledOn the business date on which the bank said that it had left
 */
public record Payout(
        String reference,
        String vendor,
        String currency,
        LocalDate businessDate,
        long amount,
        long payments,
        String name,
        String iban,
        State state,
        @Nullable String file,
        @Nullable LocalDate settledOn,
        @Nullable LocalDate returnedOn,
        @Nullable String returnReason) {
    /** How far it is. */
    public enum State {
        /** Taken from what is payable. */
        BOOKED,
        /** In a file that the bank has been handed. */
        SENT,
        /** The bank says that it has left. */
        SETTLED,
        /** It came back, and is owed again. */
        RETURNED
    }

    /** The same in another state, for deciding what comes next; its dates are the database's. */
    Payout in(State next) {
        return new Payout(
                reference,
                vendor,
                currency,
                businessDate,
                amount,
                payments,
                name,
                iban,
                next,
                file,
                settledOn,
                returnedOn,
                returnReason);
    }
}
