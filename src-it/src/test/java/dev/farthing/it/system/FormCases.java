package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.RestTable.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Wrong requests of the right people: what nobody knows in body or query, and bodies of the wrong kind, form or size. */
final class FormCases {
    /** The name of no member and no parameter. */
    static final String UNHEARD_OF = "unheardOf";

    private static final int TOO_LARGE_BYTES = 200 * 1024;

    private static final int TOO_LARGE_BULK_BYTES = 36 * 16 * 1024 + 1;

    private static final int TOO_LARGE_SHEET_BYTES = 4 * 1024 * 1024 + 1;

    /** Take many items at once: more than others, and what is wrong with one is told by its row. */
    private static final Set<String> SHEETS =
            Set.of("POST /vendor/items/import", "POST /operator/vendors/{vendor}/items/import");

    private static final Set<String> NOT_JSON = Set.of("MALFORMED_JSON", "BODY_MISSING");

    private final RestWorld world;
    private final Operation operation;
    private final Call call;
    private final List<Case> cases = new ArrayList<>();

    FormCases(RestWorld world, Call call) {
        this.world = world;
        this.operation = world.operation();
        this.call = call;
    }

    List<Case> all() {
        add("a query parameter that there is not", 400, Set.of("UNKNOWN_PARAMETER"), call.asking(UNHEARD_OF + "=1"));
        add("a method that the address does not take", 405, Set.of("METHOD_NOT_ALLOWED"), call.as("PATCH"));
        if (operation.answersWithBody()) {
            add("an Accept that cannot be met", 406, Set.of("NOT_ACCEPTABLE"), call.saying("Accept", "image/png"));
        }
        if (Set.of("POST", "PUT").contains(call.method())) {
            int bytes = isSheet() ? TOO_LARGE_SHEET_BYTES : isBulk() ? TOO_LARGE_BULK_BYTES : TOO_LARGE_BYTES;
            add("a body that is too large", 413, Set.of("TOO_LARGE"), call.bearing("x".repeat(bytes)));
        }
        if (operation.takesBody()) {
            add("a wrong media type", 415, Set.of("UNSUPPORTED_MEDIA_TYPE"), call.bearing("text/plain", call.body()));
        }
        if (operation.takes(Operation.JSON)) {
            malformed();
            unheardOf(Household.json(call.body()));
        }
        return cases;
    }

    private void malformed() {
        int number = 1;
        for (String text : List.of("{", "null", "[]", "7", "\"{}\"", call.body() + " {}", "{\"" + UNHEARD_OF + "\":")) {
            add("malformed JSON " + number++, 400, NOT_JSON, call.bearing(text));
        }
        JsonNode example = Household.json(call.body());
        if (!example.isEmpty()) {
            String first = example.fieldNames().next();
            String twice = "{\"" + first + "\":" + example.get(first) + ","
                    + call.body().strip().substring(1);
            add("a member twice", 400, NOT_JSON, call.bearing(twice));
        }
        example.fieldNames().forEachRemaining(name -> {
            ObjectNode wrong = example.deepCopy();
            wrong.putObject(name).put(UNHEARD_OF, 1);
            add("an object in place of " + name, 400, NOT_JSON, call.bearing(wrong));
        });
    }

    /** One more member, in every object of the body by turns. */
    private void unheardOf(JsonNode example) {
        int objects = objectsOf(example).size();
        for (int i = 0; i < objects; i++) {
            JsonNode more = example.deepCopy();
            objectsOf(more).get(i).put(UNHEARD_OF, 1);
            String name = "a member that there is not, in object " + (i + 1);
            if (isSheet() && i > 0) {
                add(name, 422, Set.of("ITEMS_REFUSED"), call.bearing(more));
            } else {
                add(name, 400, Set.of("MALFORMED_JSON"), call.bearing(more));
            }
        }
    }

    private boolean isBulk() {
        return operation.name().equals("POST /micropayments/bulk");
    }

    private boolean isSheet() {
        return SHEETS.contains(operation.name());
    }

    private static List<ObjectNode> objectsOf(JsonNode json) {
        List<ObjectNode> objects = new ArrayList<>();
        if (json instanceof ObjectNode object) {
            objects.add(object);
        }
        if (json instanceof ObjectNode || json instanceof ArrayNode) {
            json.forEach(each -> objects.addAll(objectsOf(each)));
        }
        return objects;
    }

    private void add(String name, int status, Set<String> codes, Call wrong) {
        cases.add(
                new Case(name, () -> Refused.with(status, codes, world.caller().send(wrong))));
    }
}
