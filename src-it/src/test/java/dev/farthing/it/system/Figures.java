package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Figures by name: amounts in millionths of a dollar, whatever else as text. Two of them are compared whole. */
final class Figures {
    private static final int SCALE = 6;

    private final SortedMap<String, String> byName = new TreeMap<>();

    Figures with(String name, Object value) {
        if (byName.put(name, value.toString()) != null) {
            throw new IllegalArgumentException(name + " stands there twice");
        }
        return this;
    }

    /** How many, and how much. */
    Figures with(String name, long count, long amount) {
        return with(name + ".count", count).with(name + ".amount", amount);
    }

    /** What a JSON object says, its amounts each under one name. */
    static Figures of(JsonNode object) {
        Figures figures = new Figures();
        figures.read("", object);
        return figures;
    }

    private void read(String name, JsonNode node) {
        if (node.has("scale")) {
            if (node.required("scale").asInt() != SCALE
                    || !node.required("currency").asText().equals("USD")) {
                throw new AssertionError(name + " is not in millionths of a dollar: " + node);
            }
            with(name, node.required("value").asText());
        } else if (node.isObject()) {
            node.properties()
                    .forEach(entry ->
                            read(name.isEmpty() ? entry.getKey() : name + "." + entry.getKey(), entry.getValue()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                read(name + "[" + i + "]", node.get(i));
            }
        } else {
            with(name, node.asText());
        }
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Without that one, for what only the server can know. */
    Figures without(String name) {
        Figures rest = new Figures();
        rest.byName.putAll(byName);
        rest.byName.remove(name);
        return rest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Figures figures && figures.byName.equals(byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    /** A line a figure, so that a difference shows. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        byName.forEach(
                (name, value) -> text.append(name).append(" = ").append(value).append('\n'));
        return text.toString();
    }
}
