package dev.farthing.kit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.client.Purchase;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import dev.farthing.kit.message.Bulk;
import dev.farthing.kit.message.PriceGuard;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Purchases in a file. As CSV its first line names columns, in any order: {@code submission}, {@code customer}, {@code item},
 * {@code quantity}, {@code price} (of one, as a decimal) and {@code currency}; no value holds a comma or a quote, so none is
 * needed. As JSON it is {@code {"purchases":[…]}} with these members, {@code price} being whole units of the least amount
 * in a string, as in the message.
 */
final class PurchaseFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final Set<String> COLUMNS =
            Set.of("submission", "customer", "item", "quantity", "price", "currency");

    private final Path file;
    private final String bulkId;
    private final Money money;

    /** @param bulkId a purchase without a submission id gets this one's, a dot, and its number, which counts from 1 */
    PurchaseFile(Path file, String bulkId, Money money) {
        this.file = file;
        this.bulkId = bulkId;
        this.money = money;
    }

    /**
     * The purchases by their submission ids, in the file's order: the same for the same file and bulk id.
     *
     * @throws HomeProblem if the file is there and cannot be read
     * @throws IllegalArgumentException if it is not there, too long, or not in form; says where
     */
    Map<String, Purchase> read() throws HomeProblem {
        byte[] bytes = bytes();
        List<Map<String, String>> rows = file.toString().endsWith(".json") ? json(bytes) : csv(bytes);
        boolean decimal = !file.toString().endsWith(".json");
        if (rows.isEmpty() || rows.size() > Bulk.MAX_PURCHASES) {
            throw new IllegalArgumentException(
                    file + " has " + rows.size() + " purchases: a bulk has 1 to " + Bulk.MAX_PURCHASES + ".");
        }
        Map<String, Purchase> purchases = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<String, String> row = rows.get(i);
            String id = row.getOrDefault("submission", bulkId + "." + (i + 1));
            try {
                if (purchases.put(id, purchase(row, decimal)) != null) {
                    throw new IllegalArgumentException("Submission " + id + " is there before: use an id of its own.");
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ", purchase " + (i + 1) + ": " + e.getMessage());
            }
        }
        return purchases;
    }

    private Purchase purchase(Map<String, String> row, boolean decimal) {
        String quantity = row.getOrDefault("quantity", "1");
        if (!quantity.matches("[0-9]{1,4}")) {
            throw new IllegalArgumentException("Give quantity from 1 to 1000.");
        }
        return new Purchase(
                required(row, "customer"), required(row, "item"), Integer.parseInt(quantity), guard(row, decimal));
    }

    private @Nullable PriceGuard guard(Map<String, String> row, boolean decimal) {
        @Nullable String price = row.get("price");
        if (price == null) {
            if (row.containsKey("currency")) {
                throw new IllegalArgumentException("Give price where there is a currency.");
            }
            return null;
        }
        String currency = row.getOrDefault("currency", money.currency);
        try {
            return new PriceGuard(decimal ? money.amount(price).value() : Long.parseLong(price), currency);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Give price as whole units of the least amount, such as \"250000\".");
        }
    }

    private static String required(Map<String, String> row, String name) {
        @Nullable String value = row.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Give " + name + ".");
        }
        return value;
    }

    private List<Map<String, String>> json(byte[] bytes) {
        List<Map<String, String>> rows = new ArrayList<>();
        try {
            ObjectNode object = StrictJson.object(bytes);
            if (object.size() != 1 || !object.path("purchases").isArray()) {
                throw new IllegalArgumentException(file + ": Give {\"purchases\":[…]} and nothing else.");
            }
            for (JsonNode each : object.path("purchases")) {
                Map<String, String> row = new LinkedHashMap<>();
                each.properties().forEach(member -> {
                    boolean number = member.getKey().equals("quantity");
                    JsonNode value = member.getValue();
                    if (!COLUMNS.contains(member.getKey()) || !(number ? value.isInt() : value.isTextual())) {
                        throw new IllegalArgumentException(file + ", purchase " + (rows.size() + 1)
                                + ": Give of " + COLUMNS.stream().sorted().toList()
                                + " what there is, quantity as an integer and everything else as a string.");
                    }
                    row.put(member.getKey(), value.asText());
                });
                rows.add(row);
            }
        } catch (MalformedJson e) {
            throw new IllegalArgumentException(file + " is " + e.getMessage() + ".");
        }
        return rows;
    }

    private List<Map<String, String>> csv(byte[] bytes) {
        Iterator<String> lines = text(bytes).lines().iterator();
        List<String> columns = lines.hasNext() ? cells(lines.next()) : List.of();
        if (columns.isEmpty()
                || !COLUMNS.containsAll(columns)
                || Set.copyOf(columns).size() < columns.size()) {
            throw new IllegalArgumentException(file + ": Name in the first line, once each, columns of "
                    + COLUMNS.stream().sorted().toList() + ".");
        }
        List<Map<String, String>> rows = new ArrayList<>();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isBlank()) {
                continue;
            }
            List<String> cells = cells(line);
            if (cells.size() != columns.size()) {
                throw new IllegalArgumentException(
                        file + ", purchase " + (rows.size() + 1) + ": Give a value, or nothing, for each column.");
            }
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                if (!cells.get(i).isEmpty()) {
                    row.put(columns.get(i), cells.get(i));
                }
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.split(",", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    private String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not UTF-8.", e);
        }
    }

    private byte[] bytes() throws HomeProblem {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IllegalArgumentException(file + " is longer than " + MAX_BYTES + " bytes: split it.");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new HomeProblem(file + " cannot be read: " + e.getMessage());
        }
    }
}
