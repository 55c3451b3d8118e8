package dev.farthing.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the simulated bank did in one run: which files it took or would not take, and what it wrote. */
final class BankAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What became of a file. */
    enum Fate {
        TAKEN,
        /** Its message has come before. */
        DOUBLE,
        /** It is of an account that is not the one that was named. */
        FOREIGN,
        UNREADABLE
    }

    /** @param reason null for one that was taken */
    record TakenFile(
            String name,
            Fate fate,
            String messageId,
            int orders,
            @Nullable String reason) {}

    /** A statement that was written. */
    record Written(
            String name,
            String statementId,
            String iban,
            String currency,
            int entries,
            String opening,
            String closing) {

        static Written of(BankStatementFile file) {
            return new Written(
                    file.name(),
                    file.statementId(),
                    file.account().iban(),
                    file.account().currency(),
                    file.entries().size(),
                    plain(file.opening()),
                    plain(file.closing()));
        }

        private static String plain(BigDecimal amount) {
            return amount.toPlainString();
        }
    }

    private final List<TakenFile> files = new ArrayList<>();
    private final List<Written> statements = new ArrayList<>();
    private int settled;
    private int returned;
    private int transfers;

    void add(TakenFile file) {
        files.add(file);
    }

    void add(Written statement) {
        statements.add(statement);
    }

    void settle() {
        settled++;
    }

    void giveBack() {
        returned++;
    }

    void receive() {
        transfers++;
    }

    List<TakenFile> files() {
        return files;
    }

    List<Written> statements() {
        return statements;
    }

    List<TakenFile> refused() {
        return files.stream().filter(file -> file.fate() != Fate.TAKEN).toList();
    }

    String toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.set("files", JSON.valueToTree(files));
        json.put("settled", settled);
        json.put("returned", returned);
        json.put("transfers", transfers);
        json.set("statements", JSON.valueToTree(statements));
        return json.toString();
    }

    /** One line for each file that was taken and each statement that was written. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (TakenFile file : files) {
            if (file.fate() == Fate.TAKEN) {
                lines.add("taken    " + file.name() + ": " + file.messageId() + ", " + file.orders() + " orders");
            }
        }
        for (Written statement : statements) {
            lines.add("written  " + statement.name() + ": " + statement.statementId() + ", " + statement.entries()
                    + " entries, from " + statement.opening() + " to " + statement.closing() + " "
                    + statement.currency());
        }
        if (lines.isEmpty() && files.isEmpty()) {
            lines.add("There is nothing to answer.");
        }
        return lines;
    }

    /** For those that were not taken, what the operator of a real bank would call about. */
    List<String> warnings() {
        return refused().stream()
                .map(file -> "REFUSED  " + file.name() + ": " + file.reason() + ". Nothing of it was booked.")
                .toList();
    }
}
