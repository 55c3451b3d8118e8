package dev.farthing.micropayment;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A top-up that a customer has asked for: the money is to come from an account elsewhere, and is there once the bank says so.
 *
 * @param id in the order of asking (UUID version 7)
 * @param customer the customer's code
 * @param amount in the currency's ledger scale
 * @param iban where the money is to come from
 * @param settledBy the operator who booked or returned it
 * @param transferId of the ledger, if it was booked
 * @param returnReason why no money came, if it was returned
 */
public record TopUpRequest(
        UUID id,
        String customer,
        long amount,
        String currency,
        String iban,
        State state,
        Instant requestedAt,
        @Nullable Instant settledAt,
        @Nullable String settledBy,
        @Nullable UUID transferId,
        @Nullable LocalDate businessDate,
        @Nullable String returnReason) {

    /** PENDING until the money has come, or will not. */
    public enum State {
        PENDING,
        BOOKED,
        RETURNED
    }
}
