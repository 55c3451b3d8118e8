package dev.farthing.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a run of the retention came to: for people, and for programs. */
final class RetentionOutcome {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Kept(String table, LocalDate day, String reason) {}

    private final boolean dryRun;
    private final List<ArchivedPart> parts = new ArrayList<>();
    private final List<LocalDate> days = new ArrayList<>();
    private final List<Kept> kept = new ArrayList<>();
    private final Map<String, Long> deleted = new TreeMap<>();
    private int checked;

    RetentionOutcome(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** A day whose business is archived, or would be. */
    void day(LocalDate day) {
        days.add(day);
    }

    void archived(ArchivedPart part) {
        parts.add(part);
    }

    void kept(String table, LocalDate day, String reason) {
        kept.add(new Kept(table, day, reason));
    }

    void deleted(String table, long rows) {
        deleted.merge(table, rows, Long::sum);
    }

    void checked(int files) {
        checked = files;
    }

    String toText() {
        StringBuilder text = new StringBuilder();
        text.append(dryRun ? "Would archive " : "Archived ").append(days.size()).append(" days");
        days.forEach(day -> text.append(' ').append(day));
        text.append('\n');
        kept.forEach(one -> text.append("Kept ")
                .append(one.table())
                .append(' ')
                .append(one.day())
                .append(": ")
                .append(one.reason())
                .append('\n'));
        deleted.forEach((table, rows) -> text.append(dryRun ? "Would delete " : "Deleted ")
                .append(rows)
                .append(" rows of ")
                .append(table)
                .append('\n'));
        if (checked > 0) {
            text.append("Checked ").append(checked).append(" files: each is what its record says\n");
        }
        return text.toString().stripTrailing();
    }

    String toJson() {
        ObjectNode json = JSON.createObjectNode().put("dryRun", dryRun);
        ArrayNode listed = json.putArray("days");
        days.forEach(day -> listed.add(day.toString()));
        ArrayNode files = json.putArray("files");
        parts.forEach(part -> files.addObject()
                .put("table", part.table())
                .put("day", part.day().toString())
                .put("state", part.state().name())
                .put("file", part.file())
                .put("rows", part.rows())
                .put("sha256", part.sha256()));
        ArrayNode reasons = json.putArray("kept");
        kept.forEach(one -> reasons.addObject()
                .put("table", one.table())
                .put("day", one.day().toString())
                .put("reason", one.reason()));
        ObjectNode gone = json.putObject("deleted");
        deleted.forEach(gone::put);
        return json.put("checked", checked).toString();
    }
}
