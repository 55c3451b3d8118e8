package dev.farthing.kit.shop;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The fields of a posted form.
 *
 * @param fields each with its value, the first one of a name that comes twice
 */
record Form(Map<String, String> fields) {
    /** Bytes of the longest form: a ticket and an entitlement of 4096 chars each, and room for how they are written. */
    static final int MAX_BYTES = 16_384;

    private static final int MAX_FIELDS = 16;

    /**
     * Reads {@code application/x-www-form-urlencoded}.
     *
     * @throws IllegalArgumentException if it is not in that form
     */
    static Form parse(String body) {
        Map<String, String> fields = new HashMap<>();
        String[] pairs = body.split("&", MAX_FIELDS + 1);
        if (pairs.length > MAX_FIELDS) {
            throw new IllegalArgumentException("more than " + MAX_FIELDS + " fields");
        }
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return new Form(Map.copyOf(fields));
    }

    /** The field without the white space that pasting leaves around it; empty if there is none. */
    String field(String name) {
        return fields.getOrDefault(name, "").strip();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
