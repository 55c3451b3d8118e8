package dev.farthing.micropayment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The price of one, from an instant on until a later price in the same currency takes its place.
 *
 * @param value in the currency's ledger scale, or null: not sold in this currency from then on
 */
public record Price(String currency, Instant from, @Nullable Long value) {}
