package dev.farthing.kit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.Purchase;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.PriceGuard;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One day of one vendor, as JSON on standard input.
 *
 * @param vendor its code
 * @param keys the file of its keys: made when it joins, read again on later days
 * @param joining what it does on its first day before anything else, or null
 * @param shopping what its customers buy, or null if nobody comes
 * @param priceRise an item described anew once the shopping is over, or null
 * @param steps single purchases, one after the other, each with the outcome that must come
 * @param forgery what somebody tries who is not this vendor's customer, or null
 */
record DemoPlan(
        Server server,
        String vendor,
        Path keys,
        @Nullable Joining joining,
        @Nullable Shopping shopping,
        @Nullable PriceRise priceRise,
        List<Step> steps,
        @Nullable Forgery forgery) {
    static final int MAX_PAYMENTS = 100_000;

    /** A step that must be paid, not refused. */
    static final String ACCEPTED = "ACCEPTED";

    /** The one-time code and the catalogue, as an import takes it. */
    record Joining(String code, KeyFamily family, ObjectNode catalogue) {}

    /** What is for sale, and how much of it somebody takes at once. */
    record Ware(String item, int most) {}

    /**
     * Purchases that must all be paid.
     *
     * @param seed the same seed is the same shopping
     * @param customers identifiers of customers with money and consent
     * @param wares the best-selling first
     * @param replays how many of the payments are sent again
     * @param reversals how many of them are given back
     */
    record Shopping(long seed, int payments, List<String> customers, List<Ware> wares, int replays, int reversals) {}

    /** An item's code and its new description. */
    record PriceRise(String item, ObjectNode definition) {}

    /** @param expect {@link #ACCEPTED}, or the code of the refusal that must come */
    record Step(Purchase purchase, String expect) {}

    /** @param inTheNameOf a vendor whose keys this process does not have */
    record Forgery(Purchase purchase, String inTheNameOf) {}

    static DemoPlan parse(byte[] json) {
        try {
            ObjectNode plan = StrictJson.object(json);
            return new DemoPlan(
                    server(plan),
                    text(plan, "vendor"),
                    Path.of(text(plan, "keys")),
                    plan.has("joining") ? joining(plan.path("joining")) : null,
                    plan.has("shopping") ? shopping(plan.path("shopping")) : null,
                    plan.has("priceRise") ? priceRise(plan.path("priceRise")) : null,
                    steps(plan.path("steps")),
                    plan.has("forgery") ? forgery(plan.path("forgery")) : null);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("The plan is " + e.getMessage() + ".");
        }
    }

    static Server server(JsonNode plan) {
        return new Server(URI.create(text(plan, "base")), text(plan, "audience"));
    }

    private static Joining joining(JsonNode joining) {
        return new Joining(
                text(joining, "code"), KeyFamily.valueOf(text(joining, "family")), object(joining, "catalogue"));
    }

    private static Shopping shopping(JsonNode shopping) {
        List<String> customers = new ArrayList<>();
        shopping.path("customers").forEach(customer -> customers.add(customer.asText()));
        List<Ware> wares = new ArrayList<>();
        shopping.path("wares").forEach(ware -> wares.add(new Ware(text(ware, "item"), count(ware, "most"))));
        if (customers.isEmpty() || wares.isEmpty()) {
            throw new IllegalArgumentException("Give the plan's shopping at least one of customers and of wares.");
        }
        return new Shopping(
                shopping.path("seed").asLong(),
                count(shopping, "payments"),
                List.copyOf(customers),
                List.copyOf(wares),
                count(shopping, "replays"),
                count(shopping, "reversals"));
    }

    private static PriceRise priceRise(JsonNode rise) {
        return new PriceRise(text(rise, "item"), object(rise, "definition"));
    }

    private static List<Step> steps(JsonNode list) {
        List<Step> steps = new ArrayList<>();
        list.forEach(step -> steps.add(new Step(purchase(step), text(step, "expect"))));
        return List.copyOf(steps);
    }

    private static Forgery forgery(JsonNode forgery) {
        return new Forgery(purchase(forgery), text(forgery, "inTheNameOf"));
    }

    private static Purchase purchase(JsonNode asked) {
        PriceGuard guard = asked.has("price")
                ? new PriceGuard(Long.parseLong(text(asked, "price")), text(asked, "currency"))
                : null;
        return new Purchase(text(asked, "customer"), text(asked, "item"), count(asked, "quantity"), guard);
    }

    static String text(JsonNode plan, String name) {
        JsonNode value = plan.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("Give the plan's member " + name + " as a string.");
        }
        return value.textValue();
    }

    private static ObjectNode object(JsonNode plan, String name) {
        if (plan.path(name) instanceof ObjectNode value) {
            return value;
        }
        throw new IllegalArgumentException("Give the plan's member " + name + " as an object.");
    }

    private static int count(JsonNode plan, String name) {
        JsonNode value = plan.path(name);
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > MAX_PAYMENTS) {
            throw new IllegalArgumentException(
                    "Give the plan's member " + name + " as an integer from 0 to " + MAX_PAYMENTS + ".");
        }
        return value.intValue();
    }
}
