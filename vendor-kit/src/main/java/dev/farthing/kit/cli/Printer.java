package dev.farthing.kit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What a command says: for people in lines and columns, with {@code --json} as the one line of JSON that programs read. */
final class Printer {
    private static final int USUAL_DECIMALS = 2;
    private static final int MAX_COLUMN_CHARS = 60;

    private final PrintWriter out;
    private final boolean json;

    Printer(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** One thing: a line for each of its members. */
    void show(ObjectNode thing) {
        if (json) {
            line(StrictJson.text(thing));
        } else {
            members("", thing);
        }
        out.flush();
    }

    /** A list in that member: a row for each entry, and how to see the next page. */
    void list(ObjectNode page, String member, String... columns) {
        if (json) {
            line(StrictJson.text(page));
        } else {
            table(page.path(member), columns);
            if (page.hasNonNull("next") && page.path("next").isTextual()) {
                line("more: --cursor " + safe(page.path("next").asText()));
            }
        }
        out.flush();
    }

    /** A sentence for people only. */
    void say(String sentence) {
        if (!json) {
            line(safe(sentence));
            out.flush();
        }
    }

    private void members(String prefix, ObjectNode thing) {
        thing.properties().forEach(member -> {
            String name = prefix + member.getKey();
            if (member.getValue() instanceof ObjectNode inner && !isAmount(inner)) {
                members(name + ".", inner);
            } else if (member.getValue().isArray() && isOfObjects(member.getValue())) {
                int number = 0;
                for (JsonNode entry : member.getValue()) {
                    members(name + "[" + number++ + "].", (ObjectNode) entry);
                }
            } else {
                line(name + ": " + text(member.getValue()));
            }
        });
    }

    private static boolean isOfObjects(JsonNode list) {
        for (JsonNode entry : list) {
            if (!entry.isObject()) {
                return false;
            }
        }
        return !list.isEmpty();
    }

    private void table(JsonNode entries, String[] columns) {
        List<String[]> rows = new ArrayList<>();
        rows.add(columns);
        for (JsonNode entry : entries) {
            String[] row = new String[columns.length];
            for (int i = 0; i < columns.length; i++) {
                row[i] = text(at(entry, columns[i]));
            }
            rows.add(row);
        }
        int[] widths = new int[columns.length];
        rows.forEach(row -> {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.min(MAX_COLUMN_CHARS, Math.max(widths[i], row[i].length()));
            }
        });
        rows.forEach(row -> {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                text.append(row[i]);
                text.append(" ".repeat(Math.max(0, widths[i] - row[i].length()) + 2));
            }
            line(text.toString().stripTrailing());
        });
    }

    private static JsonNode at(JsonNode entry, String path) {
        JsonNode node = entry;
        for (String name : path.split("\\.", -1)) {
            node = node.path(name);
        }
        return node;
    }

    private static boolean isAmount(JsonNode node) {
        return node.has("value") && node.has("currency") && node.has("scale");
    }

    private static String text(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return "-";
        }
        if (isAmount(node)) {
            return money(node);
        }
        return safe(node.isValueNode() ? node.asText() : node.toString());
    }

    private static String money(JsonNode amount) {
        BigDecimal value = BigDecimal.valueOf(
                        Long.parseLong(amount.path("value").asText()),
                        amount.path("scale").asInt())
                .stripTrailingZeros();
        return value.setScale(Math.max(value.scale(), USUAL_DECIMALS)).toPlainString() + " "
                + safe(amount.path("currency").asText());
    }

    /** What came from outside must not steer the terminal. */
    private static String safe(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '\ufffd' : c));
        return safe.toString();
    }

    private void line(String text) {
        out.print(text);
        out.print('\n');
    }
}
