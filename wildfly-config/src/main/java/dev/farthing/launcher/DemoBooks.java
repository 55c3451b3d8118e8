package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server says of this demonstration, all of it read back when everything was over.
 *
 * @param decisions how many submissions were accepted, refused by code, and came again
 * @param statements of each vendor, by day and by the vendor's name in the town
 * @param nights the two, as they stand after the bank's last answer
 * @param held what each vendor still has with the bank, conditional and payable
 * @param topUps that were asked for by telephone, by state
 * @param recount of all transfers
 * @param trialBalanced whether every currency adds up to nothing
 * @param breaks that nobody has resolved
 */
record DemoBooks(
        Decisions decisions,
        Map<LocalDate, Map<String, DemoStatement>> statements,
        List<DemoNight.Kept> nights,
        Map<String, Long> held,
        Map<String, Long> topUps,
        JsonNode recount,
        boolean trialBalanced,
        long breaks) {

    /** Of this demonstration's submissions only. */
    record Decisions(long accepted, Map<String, Long> refused, long replayed) {

        /** What was added between two looks at the server's totals. */
        static Decisions between(JsonNode before, JsonNode after) {
            Map<String, Long> refused = new TreeMap<>();
            after.path("refused").properties().forEach(code -> {
                long more = code.getValue().asLong()
                        - before.path("refused").path(code.getKey()).asLong();
                if (more != 0) {
                    refused.put(code.getKey(), more);
                }
            });
            return new Decisions(more("accepted", before, after), refused, more("replayed", before, after));
        }

        private static long more(String what, JsonNode before, JsonNode after) {
            return after.path(what).asLong() - before.path(what).asLong();
        }
    }

    /** Of all vendors on all days. */
    DemoStatement everything() {
        DemoStatement sum = DemoStatement.NOTHING;
        for (Map<String, DemoStatement> day : statements.values()) {
            for (DemoStatement statement : day.values()) {
                sum = sum.plus(statement);
            }
        }
        return sum;
    }

    /** Of one vendor on both days. */
    DemoStatement of(String vendor) {
        DemoStatement sum = DemoStatement.NOTHING;
        for (Map<String, DemoStatement> day : statements.values()) {
            sum = sum.plus(day.getOrDefault(vendor, DemoStatement.NOTHING));
        }
        return sum;
    }

    List<JsonNode> payouts() {
        List<JsonNode> payouts = new ArrayList<>();
        nights.forEach(night -> payouts.addAll(night.payouts()));
        return payouts;
    }

    List<JsonNode> collections() {
        List<JsonNode> collections = new ArrayList<>();
        nights.forEach(night -> collections.addAll(night.collections()));
        return collections;
    }

    List<JsonNode> files() {
        List<JsonNode> files = new ArrayList<>();
        nights.forEach(night -> night.summary().path("files").forEach(files::add));
        return files;
    }

    /** What the nights took from vendors for the bank's work. */
    long fees() throws Problem {
        return sum("fees");
    }

    /** What the payments would have cost as bank transactions of their own, less what the nights' transactions cost. */
    long railFeesSaved() throws Problem {
        return sum("railFeesSaved");
    }

    private long sum(String amounts) throws Problem {
        long sum = 0;
        for (DemoNight.Kept night : nights) {
            sum = Math.addExact(sum, DemoMoney.sum(night.summary().path(amounts)));
        }
        return sum;
    }

    static long amounts(List<JsonNode> entries) throws Problem {
        long sum = 0;
        for (JsonNode entry : entries) {
            sum = Math.addExact(sum, DemoMoney.ledger(entry.path("amount")));
        }
        return sum;
    }

    static Map<String, Long> states(List<JsonNode> entries) {
        Map<String, Long> states = new TreeMap<>();
        entries.forEach(entry -> states.merge(entry.path("state").asText(), 1L, Long::sum));
        return states;
    }
}
