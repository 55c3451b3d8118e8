package dev.farthing.micropayment;

import dev.farthing.micropayment.ItemCheck.Asked;
import dev.farthing.micropayment.ItemCheck.AskedPrice;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an item's prices become those that are asked for. What was in effect once stays as it was, since purchases were made
 * at it; what is to come may be replaced or taken back. What is not asked for no longer stands: prices to come are taken
 * back, and a currency that is not named at all ends now.
 *
 * @param puts to be stored, in place of those of the same currency and instant
 * @param removals prices to come that are taken back
 * @param standing the prices in effect and to come afterwards, as {@link Listing#prices} has them
 */
record PricePlan(List<Price> puts, List<Price> removals, List<Price> standing) {
    private static final String PAST =
            "what was in effect cannot be changed or added: leave it out for a price from now on";

    boolean changesNothing() {
        return puts.isEmpty() && removals.isEmpty();
    }

    /** @param stored all prices that the item ever had */
    static PricePlan of(Asked asked, List<Price> stored, Instant now, Complaints complaints) {
        Map<Key, Price> all = new LinkedHashMap<>();
        stored.forEach(price -> all.put(Key.of(price), price));
        Map<String, Price> current = inEffect(stored, now);
        Instant from = afterAll(stored, now);
        Map<Key, Price> puts = new LinkedHashMap<>();
        Set<Key> wanted = new HashSet<>();
        for (AskedPrice price : asked.prices()) {
            Instant begins = Objects.requireNonNullElse(price.from(), from);
            Key key = new Key(price.currency(), begins);
            if (!wanted.add(key)) {
                complain(asked, price, "this currency has two prices from the same time: leave one out", complaints);
            } else if (price.from() == null) {
                if (!Objects.equals(valueOf(current.get(price.currency())), price.value())) {
                    puts.put(key, new Price(price.currency(), from, price.value()));
                }
            } else if (!isStored(all, key, price.value())) {
                if (!begins.isAfter(now)) {
                    complain(asked, price, PAST, complaints);
                }
                puts.put(key, new Price(price.currency(), begins, price.value()));
            }
        }
        Set<String> named = new HashSet<>();
        asked.prices().forEach(price -> named.add(price.currency()));
        current.values().stream()
                .filter(price -> price.value() != null && !named.contains(price.currency()))
                .map(price -> new Price(price.currency(), from, null))
                .forEach(price -> puts.put(Key.of(price), price));
        List<Price> removals = stored.stream()
                .filter(price -> price.from().isAfter(now) && !wanted.contains(Key.of(price)))
                .toList();
        all.putAll(puts);
        removals.forEach(price -> all.remove(Key.of(price)));
        return new PricePlan(
                List.copyOf(puts.values()),
                removals,
                standing(List.copyOf(all.values()), asked.listing().currency(), from));
    }

    /**
     * Of all prices those in effect and those to come. A currency that has ended is left out, unless it is the default one:
     * so a listing can be published again as it is, and changes nothing.
     */
    static List<Price> standing(List<Price> prices, String defaultCurrency, Instant now) {
        List<Price> standing = new ArrayList<>();
        inEffect(prices, now).values().stream()
                .filter(price -> price.value() != null || price.currency().equals(defaultCurrency))
                .forEach(standing::add);
        prices.stream().filter(price -> price.from().isAfter(now)).forEach(standing::add);
        standing.sort(Comparator.comparing((Price price) -> !price.currency().equals(defaultCurrency))
                .thenComparing(Price::currency)
                .thenComparing(Price::from));
        return List.copyOf(standing);
    }

    private static Map<String, Price> inEffect(List<Price> prices, Instant now) {
        Map<String, Price> current = new TreeMap<>();
        prices.stream()
                .filter(price -> !price.from().isAfter(now))
                .forEach(price -> current.merge(
                        price.currency(), price, (a, b) -> a.from().isAfter(b.from()) ? a : b));
        return current;
    }

    /** Now; or, if another node's clock is ahead, right after the last price that has come into effect. */
    private static Instant afterAll(List<Price> stored, Instant now) {
        Instant micros = now.truncatedTo(ChronoUnit.MICROS);
        return stored.stream()
                .map(Price::from)
                .filter(from -> !from.isAfter(now))
                .map(from -> from.plus(1, ChronoUnit.MICROS))
                .filter(from -> from.isAfter(micros))
                .max(Comparator.naturalOrder())
                .orElse(micros);
    }

    private static boolean isStored(Map<Key, Price> all, Key key, @Nullable Long value) {
        @Nullable Price price = all.get(key);
        return price != null && Objects.equals(price.value(), value);
    }

    private static @Nullable Long valueOf(@Nullable Price price) {
        return price == null ? null : price.value();
    }

    private static void complain(Asked asked, AskedPrice price, String message, Complaints complaints) {
        complaints.add(price.row(), asked.draft().name(ItemColumn.FROM, price.index()), message);
    }

    /** What a price is stored under. */
    private record Key(String currency, Instant from) {
        static Key of(Price price) {
            return new Key(price.currency(), price.from());
        }
    }
}
