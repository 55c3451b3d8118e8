package dev.farthing.micropayment;

import dev.farthing.kit.token.Entitlement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one unit of an item gives: COUNT so many times, PERIOD a time from the payment on, UNTIL a date that all buyers
 * share, ONCE nothing but itself. Several units give the count or the period as often.
 *
 * @param count of COUNT only
 * @param period of PERIOD only: ISO 8601 with one unit, such as P1M or PT12H
 * @param until of UNTIL only
 * @param text in the vendor's words
 */
public record Rights(
        RightsModel model,
        @Nullable Integer count,
        @Nullable String period,
        @Nullable Instant until,
        String text) {
    /** As far as times are written: what lasts longer, lasts for ever. */
    private static final Instant FOR_EVER = Instant.parse("9999-12-31T23:59:59Z");

    /** What so many units give, paid for at that time. */
    Entitlement.Rights of(int quantity, Instant from) {
        return new Entitlement.Rights(
                Entitlement.Model.valueOf(model.name()), countOf(quantity), from, untilOf(quantity, from), text);
    }

    /** How many times in all; null unless it is counted. */
    @Nullable Integer countOf(int quantity) {
        return count == null ? null : Integer.valueOf(Math.multiplyExact(count, quantity));
    }

    /** When it ends; null if it does not. Days, months and years are those of UTC. */
    @Nullable Instant untilOf(int quantity, Instant from) {
        return model == RightsModel.PERIOD ? end(Objects.requireNonNull(period), quantity, from) : until;
    }

    static Instant end(String period, int quantity, Instant from) {
        TemporalAmount whole = period.startsWith("PT")
                ? Duration.parse(period).multipliedBy(quantity)
                : Period.parse(period).multipliedBy(quantity);
        OffsetDateTime end = from.atOffset(ZoneOffset.UTC).plus(whole);
        return end.toInstant().isAfter(FOR_EVER) ? FOR_EVER : end.toInstant();
    }
}
