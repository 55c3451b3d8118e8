package dev.farthing.kit.shop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.kit.message.Amount;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * An item as the shop shows it.
 *
 * @param item the catalogue's code
 * @param title in the vendor's words
 * @param price of one, now
 * @param rights what it gives, in the vendor's words
 */
record Offer(String item, String title, Amount price, String rights) {
    private static final int USUAL_DECIMALS = 2;

    /** Reads an item of the catalogue; empty if it cannot be sold now. */
    static Optional<Offer> read(JsonNode json, Instant now) {
        boolean onSale = json.path("onSale").asBoolean()
                && !isLater(json.path("saleFrom"), now)
                && (json.path("saleUntil").isMissingNode() || isLater(json.path("saleUntil"), now));
        return onSale ? priceInEffect(json, now).map(price -> of(json, price)) : Optional.empty();
    }

    private static Offer of(JsonNode json, Amount price) {
        return new Offer(
                json.path("item").asText(),
                json.path("title").asText(),
                price,
                json.path("rights").path("text").asText());
    }

    private static Optional<Amount> priceInEffect(JsonNode json, Instant now) {
        String currency = json.path("currency").asText();
        JsonNode best = null;
        Instant since = Instant.MIN;
        for (JsonNode price : json.path("prices")) {
            Instant from = price.has("from") ? instant(price.path("from")) : Instant.EPOCH;
            if (price.path("currency").asText().equals(currency) && !from.isAfter(now) && !from.isBefore(since)) {
                best = price;
                since = from;
            }
        }
        return best == null || !best.hasNonNull("value")
                ? Optional.empty()
                : Optional.of(new Amount(
                        Long.parseLong(best.path("value").asText()),
                        currency,
                        best.path("scale").asInt()));
    }

    private static boolean isLater(JsonNode time, Instant now) {
        return !time.isMissingNode() && !time.isNull() && instant(time).isAfter(now);
    }

    private static Instant instant(JsonNode time) {
        try {
            return Instant.parse(time.asText());
        } catch (DateTimeException e) {
            return Instant.MAX; // What cannot be read is not in effect.
        }
    }

    /** The price for people, with at least two decimals: {@code 0.25 USD}. */
    String priceText() {
        BigDecimal value = BigDecimal.valueOf(price.value(), price.scale()).stripTrailingZeros();
        return value.setScale(Math.max(value.scale(), USUAL_DECIMALS)).toPlainString() + " " + price.currency();
    }
}
