package dev.farthing.kit.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the demonstration is to do, as JSON on standard input.
 *
 * @param server member {@code base} and {@code audience}
 * @param code the one-time enrolment code
 * @param family of the vendor's keys
 * @param keys where to keep them; replaced if it exists
 * @param customers identifiers of customers with money and consent
 * @param items codes of items on sale
 * @param payments how many to send
 * @param replays how many of them to send again
 * @param refused who and what is to be refused
 */
record DemoPlan(
        Server server,
        String code,
        KeyFamily family,
        Path keys,
        List<String> customers,
        List<String> items,
        int payments,
        int replays,
        Refused refused) {
    static final int MAX_PAYMENTS = 100_000;

    /** Who and what is to be refused. */
    record Refused(String tooPoorCustomer, String noConsentCustomer, String offSaleItem) {}

    static DemoPlan parse(byte[] json) {
        try {
            ObjectNode plan = StrictJson.object(json);
            return new DemoPlan(
                    new Server(URI.create(text(plan, "base")), text(plan, "audience")),
                    text(plan, "code"),
                    KeyFamily.valueOf(text(plan, "family")),
                    Path.of(text(plan, "keys")),
                    texts(plan, "customers"),
                    texts(plan, "items"),
                    count(plan, "payments"),
                    count(plan, "replays"),
                    new Refused(
                            text(plan, "tooPoorCustomer"), text(plan, "noConsentCustomer"), text(plan, "offSaleItem")));
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("The plan is " + e.getMessage() + ".");
        }
    }

    private static String text(ObjectNode plan, String name) {
        JsonNode value = plan.path(name);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("Give the plan's member " + name + " as a string.");
        }
        return value.textValue();
    }

    private static List<String> texts(ObjectNode plan, String name) {
        List<String> texts = new ArrayList<>();
        plan.path(name).forEach(value -> texts.add(value.asText()));
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("Give the plan's member " + name + " as a list of strings.");
        }
        return List.copyOf(texts);
    }

    private static int count(ObjectNode plan, String name) {
        JsonNode value = plan.path(name);
        if (!value.isInt() || value.intValue() < 0 || value.intValue() > MAX_PAYMENTS) {
            throw new IllegalArgumentException(
                    "Give the plan's member " + name + " as an integer from 0 to " + MAX_PAYMENTS + ".");
        }
        return value.intValue();
    }
}
