package dev.farthing.it.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** Gathers what the rounds came to, and tells it: while they run, as a table, and as JSON. */
final class Report {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String BASELINE = "baseline.uniform";

    private final long began = System.nanoTime();
    private final Map<String, List<Round>> rounds = new LinkedHashMap<>();
    private final Map<String, List<SealedPart.Open>> opens = new LinkedHashMap<>();
    private final List<NightPart.Night> nights = new ArrayList<>();
    private final Map<String, Double> rowsPerPayment = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> voided = new ArrayList<>();

    void say(String text, Object... values) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
        System.out.printf(
                Locale.ROOT, "%3d:%02d  %s%n", seconds / 60, seconds % 60, String.format(Locale.ROOT, text, values));
    }

    void settings(Map<String, String> read) {
        settings.putAll(read);
        say("Settings: %s", read);
    }

    void add(String part, Round round) {
        rounds.computeIfAbsent(part, name -> new ArrayList<>()).add(round);
        say(
                "%-20s %,9.0f payments/s (%,d in %.1f s); CPU ms a payment: server %.3f, database %.3f; WAL %,.0f bytes",
                part,
                round.perSecond(),
                round.payments(),
                round.seconds(),
                round.cost().serverCpuMillis() / round.payments(),
                round.cost().databaseCpuMillis() / round.payments(),
                (double) round.cost().walBytes() / round.payments());
    }

    void add(String part, SealedPart.Open open) {
        opens.computeIfAbsent(part, name -> new ArrayList<>()).add(open);
        say(
                "%-20s open at %,.0f/s: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, %d dropped; the generator took %.2f ms of CPU a request",
                part,
                open.perSecond(),
                open.millisAt(0.5),
                open.millisAt(0.99),
                open.millisAt(0.999),
                open.dropped(),
                open.generatorCpuMillis());
    }

    void add(NightPart.Night night) {
        nights.add(night);
        say(
                "night of %,d: %.1f s; the two bare scans %.2f s, so %.1f times; peak heap %,d KiB",
                night.payments(),
                night.seconds(),
                night.scanSeconds(),
                night.seconds() / night.scanSeconds(),
                night.heapBytes() / 1024);
    }

    /** Rows that a payment leaves in a schema, for the comparison of one with the other. */
    void rows(String schema, double perPayment) {
        rowsPerPayment.put(schema, perPayment);
    }

    Map<String, Double> rows() {
        return rowsPerPayment;
    }

    void isVoid(String part, String reason) {
        voided.add(part + ": " + reason);
        say("VOID  %s: %s", part, reason);
    }

    boolean counts() {
        return voided.isEmpty();
    }

    void table() {
        System.out.println();
        OptionalDouble yardstick = perSecond(BASELINE);
        System.out.printf("%-22s %12s %10s   %s%n", "part", "payments/s", "÷ baseline", "rounds");
        rounds.forEach((part, all) -> System.out.printf(
                Locale.ROOT,
                "%-22s %,12.0f %10s   %s%n",
                part,
                perSecond(part).orElse(0),
                yardstick.isPresent() ? ratio(perSecond(part).orElse(0), yardstick.getAsDouble()) : "",
                all.stream()
                        .map(round -> String.format(Locale.ROOT, "%,.0f", round.perSecond()))
                        .toList()));
        opens.forEach((part, all) -> {
            SealedPart.Open open = middle(all);
            System.out.printf(
                    Locale.ROOT,
                    "%-22s %,12.0f   p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, %d dropped%n",
                    part + ", open",
                    open.perSecond(),
                    open.millisAt(0.5),
                    open.millisAt(0.99),
                    open.millisAt(0.999),
                    dropped(all));
        });
        for (NightPart.Night night : nights) {
            System.out.printf(
                    Locale.ROOT,
                    "night of %,-13d %.1f s, %.1f times the two bare scans; peak heap %,d KiB%n",
                    night.payments(),
                    night.seconds(),
                    night.seconds() / night.scanSeconds(),
                    night.heapBytes() / 1024);
        }
        voided.forEach(reason -> System.out.println("VOID  " + reason));
    }

    String json() {
        ObjectNode all = JSON.createObjectNode();
        ObjectNode said = all.putObject("settings");
        settings.forEach(said::put);
        rounds.forEach((part, list) -> {
            ObjectNode told = place(all, part).put("perSecond", perSecond(part).orElse(0));
            ArrayNode each = told.putArray("rounds");
            list.forEach(round -> each.add(round.perSecond()));
            costs(told.putObject("perPayment"), list);
        });
        opens.forEach((part, list) -> {
            SealedPart.Open open = middle(list);
            place(all, part + ".open")
                    .put("perSecond", open.perSecond())
                    .put("p50Millis", open.millisAt(0.5))
                    .put("p99Millis", open.millisAt(0.99))
                    .put("p999Millis", open.millisAt(0.999))
                    .put("dropped", dropped(list))
                    .put("generatorCpuMillis", open.generatorCpuMillis());
        });
        night(all);
        costs(all.putObject("perPayment"), rounds.getOrDefault("ledger.uniform", List.of()));
        ObjectNode rows = all.putObject("rowsPerPayment");
        rowsPerPayment.forEach(rows::put);
        ArrayNode reasons = all.putArray("void");
        voided.forEach(reasons::add);
        return all.toPrettyString();
    }

    private void night(ObjectNode all) {
        if (nights.isEmpty()) {
            return;
        }
        NightPart.Night last = nights.get(nights.size() - 1);
        ObjectNode told = all.putObject("night")
                .put("payments", last.payments())
                .put("seconds", last.seconds())
                .put("scanSeconds", last.scanSeconds())
                .put("timesScans", last.seconds() / last.scanSeconds());
        if (nights.size() > 1) {
            told.put(
                    "heapRatio",
                    (double) last.heapBytes() / nights.get(nights.size() - 2).heapBytes());
        }
        ArrayNode each = told.putArray("nights");
        nights.forEach(night -> each.addObject()
                .put("payments", night.payments())
                .put("seconds", night.seconds())
                .put("scanSeconds", night.scanSeconds())
                .put("peakHeapBytes", night.heapBytes()));
    }

    private static void costs(ObjectNode told, List<Round> list) {
        double payments = list.stream().mapToLong(Round::payments).sum();
        if (payments > 0) {
            told.put(
                            "serverCpuMillis",
                            list.stream()
                                            .mapToDouble(r -> r.cost().serverCpuMillis())
                                            .sum()
                                    / payments)
                    .put(
                            "databaseCpuMillis",
                            list.stream()
                                            .mapToDouble(r -> r.cost().databaseCpuMillis())
                                            .sum()
                                    / payments)
                    .put(
                            "walBytes",
                            list.stream().mapToLong(r -> r.cost().walBytes()).sum() / payments)
                    .put(
                            "commits",
                            list.stream().mapToLong(r -> r.cost().commits()).sum() / payments);
        }
    }

    private static ObjectNode place(ObjectNode all, String path) {
        ObjectNode at = all;
        for (String step : path.split("\\.", -1)) {
            at = at.withObject("/" + step);
        }
        return at;
    }

    /** Payments of the last round of a part, 0 if there is none. */
    long lastPayments(String part) {
        List<Round> all = rounds.getOrDefault(part, List.of());
        return all.isEmpty() ? 0 : all.get(all.size() - 1).payments();
    }

    /** The middle of the rounds so far: of an even number, the mean of the two in the middle. */
    OptionalDouble perSecond(String part) {
        List<Round> all = rounds.getOrDefault(part, List.of());
        return all.stream()
                .mapToDouble(Round::perSecond)
                .sorted()
                .skip((all.size() - 1) / 2)
                .limit(2 - all.size() % 2)
                .average();
    }

    private static SealedPart.Open middle(List<SealedPart.Open> all) {
        List<SealedPart.Open> sorted = new ArrayList<>(all);
        sorted.sort((a, b) -> Double.compare(a.millisAt(0.99), b.millisAt(0.99)));
        return sorted.get(sorted.size() / 2);
    }

    private static int dropped(List<SealedPart.Open> all) {
        return all.stream().mapToInt(SealedPart.Open::dropped).sum();
    }

    private static String ratio(double value, double yardstick) {
        return String.format(Locale.ROOT, "%.2f", value / yardstick);
    }
}
