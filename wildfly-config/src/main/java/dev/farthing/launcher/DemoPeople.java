package dev.farthing.launcher;

import java.util.LinkedHashMap;
import java.util.Map;

/** By which identifier each vendor of the town knows which customer: a vendor never learns more. */
final class DemoPeople {

    private static final String STRANGER = "nobody.at.all";

    private final Map<String, Map<String, String>> identifiers = new LinkedHashMap<>();

    void know(String vendor, String customer, String identifier) {
        identifiers.computeIfAbsent(vendor, code -> new LinkedHashMap<>()).put(customer, identifier);
    }

    /** The identifier, or one that no vendor has ever been given. */
    String identifier(String vendor, String customer) {
        return identifiers.getOrDefault(vendor, Map.of()).getOrDefault(customer, STRANGER);
    }
}
