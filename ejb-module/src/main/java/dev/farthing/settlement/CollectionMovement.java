package dev.farthing.settlement;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * What a collection, or its return, has moved on a customer's account.
 *
 * @param id of the transfer; ordered by time
 * @param amount signed, in the currency's ledger scale: a return is less than 0
 */
public record CollectionMovement(
        UUID id,
        Instant at,
        LocalDate businessDate,
        boolean returned,
        long amount,
        String currency,
        String reference) {}
