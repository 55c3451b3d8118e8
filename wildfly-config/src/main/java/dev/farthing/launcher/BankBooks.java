package dev.farthing.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the simulated bank remembers: which messages it has had, what is on the accounts, and its last statement's number. */
final class BankBooks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Set<String> messages = new TreeSet<>();
    private final Map<BankAccountKey, BigDecimal> balances = new TreeMap<>();
    private long lastStatement;

    /** An account of the house: one for each IBAN and currency. */
    record BankAccountKey(String currency, String iban) implements Comparable<BankAccountKey> {
        @Override
        public int compareTo(BankAccountKey other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return currency + ":" + iban;
        }
    }

    private BankBooks(Path file) {
        this.file = file;
    }

    static BankBooks open(Path file) throws IOException, Problem {
        BankBooks books = new BankBooks(file);
        if (!Files.exists(file)) {
            return books;
        }
        try {
            JsonNode json = JSON.readTree(Files.readString(file, StandardCharsets.UTF_8));
            books.lastStatement = json.required("lastStatement").asLong();
            json.required("messages").forEach(message -> books.messages.add(message.asText()));
            for (Map.Entry<String, JsonNode> balance : json.required("balances").properties()) {
                String[] key = balance.getKey().split(":", 2);
                BankAccountKey account = new BankAccountKey(key[0], key[1]);
                books.balances.put(account, new BigDecimal(balance.getValue().asText()));
            }
        } catch (JsonProcessingException | IllegalArgumentException broken) {
            throw new Problem(
                    "The simulated bank's memory " + file + " cannot be read: take its folder away to begin anew.",
                    broken);
        }
        return books;
    }

    void save() throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("lastStatement", lastStatement);
        balances.forEach(
                (account, balance) -> json.withObject("/balances").put(account.toString(), balance.toPlainString()));
        json.withObject("/balances");
        messages.forEach(json.withArray("/messages")::add);
        Path made = SafeFiles.unfinished(file);
        Files.writeString(made, json.toPrettyString() + "\n", StandardCharsets.UTF_8);
        SafeFiles.putInPlace(made, file);
    }

    /** False if the bank has had it already. */
    boolean takeMessage(String messageId) {
        return messages.add(messageId);
    }

    long nextStatement() {
        lastStatement++;
        return lastStatement;
    }

    BigDecimal balance(BankAccountKey account) {
        return balances.getOrDefault(account, BigDecimal.ZERO);
    }

    void book(BankAccountKey account, BigDecimal balance) {
        balances.put(account, balance);
    }

    @Nullable BankAccountKey accountIn(String currency) {
        return balances.keySet().stream()
                .filter(account -> account.currency().equals(currency))
                .findFirst()
                .orElse(null);
    }
}
