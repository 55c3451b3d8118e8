package dev.farthing.it.system;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code docs/reference/refusals.md}, as a vendor reads it: the codes in order of precedence, with what the page says of each. */
final class RefusalPage {
    private static final String PAGE = "docs/reference/refusals.md";

    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

    RefusalPage() {
        List<String> head = List.of();
        for (String line :
                Launcher.read(Launcher.checkout().resolve(PAGE)).lines().toList()) {
            List<String> cells = cells(line);
            if (cells.isEmpty() || cells.get(0).startsWith("---")) {
                continue;
            }
            if (cells.get(0).equals("code")) {
                head = cells;
            } else if (cells.get(0).startsWith("`")) {
                rows.put(cells.get(0).replace("`", ""), row(head, cells));
            }
        }
    }

    /** All codes, first the first. */
    List<String> codes() {
        return List.copyOf(rows.keySet());
    }

    boolean isRetryable(String code) {
        return switch (cell(code, "retryable")) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default -> throw new AssertionError(PAGE + " does not say whether " + code + " is retryable");
        };
    }

    /** What stands in the books after it. */
    String outcome(String code) {
        return cell(code, "outcome").replace("`", "");
    }

    private String cell(String code, String column) {
        return rows.getOrDefault(code, Map.of()).getOrDefault(column, "");
    }

    private static Map<String, String> row(List<String> head, List<String> cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(head.size(), cells.size()); i++) {
            row.put(head.get(i), cells.get(i));
        }
        return row;
    }

    private static List<String> cells(String line) {
        return line.startsWith("|")
                ? Arrays.stream(line.substring(1).split("\\|", -1))
                        .map(String::strip)
                        .toList()
                : List.of();
    }
}
