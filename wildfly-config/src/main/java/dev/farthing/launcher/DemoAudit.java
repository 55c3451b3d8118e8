package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads back what the server says of a demonstration: operators ask, and every vendor reads its own statements. */
final class DemoAudit {

    private static final String BOOKKEEPER = "bookkeeper";
    private static final int MAX_PAGES = 100;
    private static final List<String> TOP_UP_STATES = List.of("PENDING", "BOOKED", "RETURNED");

    private final DemoScene scene;
    private final DemoNight night;

    DemoAudit(DemoScene scene, DemoNight night) {
        this.scene = scene;
        this.night = night;
    }

    /** How the server's totals stand now. */
    JsonNode decisions() throws IOException, InterruptedException, Problem {
        return scene.operator().get("micropayments/summary");
    }

    DemoBooks read(JsonNode before, List<LocalDate> days) throws IOException, InterruptedException, Problem {
        Map<LocalDate, Map<String, DemoStatement>> statements = statements(days);
        return new DemoBooks(
                DemoBooks.Decisions.between(before, decisions()),
                statements,
                List.of(night.read(days.get(0)), night.read(days.get(1))),
                held(),
                topUps(),
                scene.operator().get("recount"),
                scene.operator().get("trial-balance").path("balanced").asBoolean(),
                night.openBreaks());
    }

    private Map<LocalDate, Map<String, DemoStatement>> statements(List<LocalDate> days)
            throws IOException, InterruptedException, Problem {
        Map<LocalDate, Map<String, DemoStatement>> statements = new LinkedHashMap<>();
        days.forEach(day -> statements.put(day, new LinkedHashMap<>()));
        ObjectNode plan = scene.server();
        ArrayNode asked = plan.putArray("days");
        days.forEach(day -> asked.add(day.toString()));
        ArrayNode vendors = plan.putArray("vendors");
        for (DemoTown.Vendor vendor : scene.town().vendors()) {
            vendors.addObject()
                    .put("name", vendor.code())
                    .put("keys", scene.keys(vendor).toString());
        }
        JsonNode read = new DemoProcesses(scene, DemoProcesses.STATEMENTS).runAlone(BOOKKEEPER, plan);
        for (Map.Entry<String, JsonNode> vendor : read.properties()) {
            for (JsonNode statement : vendor.getValue()) {
                LocalDate day = LocalDate.parse(statement.path("date").asText());
                statements
                        .computeIfAbsent(day, unasked -> new LinkedHashMap<>())
                        .put(vendor.getKey(), DemoStatement.of(statement));
            }
        }
        return statements;
    }

    private Map<String, Long> held() throws IOException, InterruptedException, Problem {
        Map<String, Long> held = new LinkedHashMap<>();
        for (DemoTown.Vendor vendor : scene.town().vendors()) {
            long sum = 0;
            JsonNode stored = scene.operator().get("vendors/" + scene.code(vendor.code()));
            for (JsonNode account : stored.path("accounts")) {
                sum = Math.addExact(sum, DemoMoney.ledger(account.path("conditional")));
                sum = Math.addExact(sum, DemoMoney.ledger(account.path("payable")));
            }
            held.put(vendor.code(), sum);
        }
        return held;
    }

    private Map<String, Long> topUps() throws IOException, InterruptedException, Problem {
        Map<String, Long> topUps = new TreeMap<>();
        for (String state : TOP_UP_STATES) {
            String cursor = "";
            for (int page = 0; page < MAX_PAGES; page++) {
                JsonNode body = scene.operator().get("top-up-requests?state=" + state + cursor);
                for (JsonNode request : body.path("requests")) {
                    if (request.path("customer").asText().startsWith(scene.prefix())) {
                        topUps.merge(state, 1L, Long::sum);
                    }
                }
                if (!body.path("next").isTextual()) {
                    break;
                }
                cursor = "&cursor=" + body.path("next").asText();
            }
        }
        return topUps;
    }
}
