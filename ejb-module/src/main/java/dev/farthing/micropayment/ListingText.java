package dev.farthing.micropayment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** An item as events and the audit trail tell it: with the members that an item has in the REST interface. */
final class ListingText {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ListingText() {}

    /** @param scale the ledger's, by currency */
    static String json(String vendor, Listing listing, ToIntFunction<String> scale) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("vendor", vendor);
        members.putAll(members(listing, scale));
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts, numbers, lists and maps of them are JSON", e);
        }
    }

    static Map<String, Object> members(Listing listing, ToIntFunction<String> scale) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("item", listing.code());
        members.put("title", listing.title());
        members.put("currency", listing.currency());
        members.put(
                "prices",
                listing.prices().stream()
                        .map(price -> members(price, scale.applyAsInt(price.currency())))
                        .toList());
        members.put("rights", members(listing.rights()));
        members.put("onSale", listing.onSale());
        put(members, "saleFrom", listing.saleFrom());
        put(members, "saleUntil", listing.saleUntil());
        return members;
    }

    private static Map<String, Object> members(Price price, int scale) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("currency", price.currency());
        members.put("scale", scale);
        put(members, "value", price.value());
        members.put("from", price.from().toString());
        return members;
    }

    private static Map<String, Object> members(Rights rights) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("model", rights.model().name());
        if (rights.count() != null) {
            members.put("count", rights.count());
        }
        put(members, "period", rights.period());
        put(members, "until", rights.until());
        members.put("text", rights.text());
        return members;
    }

    private static void put(Map<String, Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value.toString());
        }
    }
}
