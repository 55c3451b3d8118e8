package dev.farthing.it.bench;

import dev.farthing.it.bench.LedgerPart.Traffic;
import dev.farthing.it.bench.Options.Part;
import dev.farthing.it.system.Launcher;
import dev.farthing.kit.envelope.KeyFamily;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures the whole house in one run, part by part in alternating rounds, and tells it as ratios: the machine's own speed
 * and whatever else it does fall out of them. Ends with status 1 if a part does not count, 2 for a wrong option.
 */
public final class Bench {
    private static final int VENDORS = 40;
    private static final int CUSTOMERS = 5_000;

    /** Compilers that take less than this of one processor, round after round, have come to rest. */
    private static final double AT_REST = 0.05;

    private static final int ROUNDS_AT_REST = 2;

    /**
     * How long and how often, quick or in full.
     *
     * @param warmRounds of sealed payments at full and half load, at the most, until the compilers have come to rest: they run through
     *     most of the server
     */
    private record Plan(int rounds, long roundMillis, long warmMillis, int warmRounds, int night) {
        static Plan of(Options options) {
            return options.quick()
                    ? new Plan(1, 8_000, 12_000, 9, 200_000)
                    : new Plan(3, 20_000, 20_000, 14, 1_000_000);
        }
    }

    private final Options options;
    private final Plan plan;
    private final Report report = new Report();
    private final long seed;

    private Bench(Options options, long seed) {
        this.options = options;
        this.plan = Plan.of(options);
        this.seed = seed;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        // One connection for each sender, kept; and nothing is sent twice by itself.
        System.setProperty("http.maxConnections", "256");
        System.setProperty("sun.net.http.retryPost", "false");
        Options options;
        try {
            options = Options.of(List.of(arguments));
        } catch (Options.Wrong e) {
            System.err.println("farthing: " + e.getMessage());
            System.exit(2);
            return;
        }
        long seed = Long.getLong("farthing.seed", new SecureRandom().nextInt(Integer.MAX_VALUE));
        Bench bench = new Bench(options, seed);
        bench.run();
        bench.tell();
        System.exit(bench.report.counts() ? 0 : 1);
    }

    private void run() throws Exception {
        report.say("Seed %d (repeat with -Dfarthing.seed=%d)", seed, seed);
        Path target = Path.of("target", "bench").toAbsolutePath();
        Path ear = BenchEar.make(
                Launcher.checkout().resolve("ear").resolve("target").resolve("farthing.ear"), target);
        if (options.has(Part.BASELINE)) {
            try (BenchServer server = BenchServer.fresh("bench", ear)) {
                report.settings(settings(server));
                report.say("Settling %d vendors and %,d customers", VENDORS, CUSTOMERS);
                payments(server, Population.settle(server.farthing(), VENDORS, CUSTOMERS));
            }
        }
        if (options.has(Part.NIGHT)) {
            night(ear);
        }
    }

    private void payments(BenchServer server, Population population) throws Exception {
        Baseline baseline = new Baseline(server, population);
        LedgerPart ledger = new LedgerPart(server, population);
        SealedPart sealed = new SealedPart(server, population);
        BulkPart bulk = new BulkPart(server, population);
        warm(server, baseline, ledger, sealed, bulk);
        long rowsBefore = Stored.rows(server, "baseline");
        for (int i = 1; i <= plan.rounds(); i++) {
            int number = i;
            report.say("Round %d of %d", i, plan.rounds());
            measure("baseline.uniform", () -> baseline.round("bu" + number, 0, plan.roundMillis(), seed + number));
            if (number == 1) {
                rows(server, "baseline", rowsBefore, "baseline.uniform");
            }
            measure("baseline.zipf2", () -> baseline.round("bz" + number, 2, plan.roundMillis(), seed + number));
            if (options.has(Part.SEALED)) {
                for (KeyFamily family : KeyFamily.values()) {
                    sealed(sealed, family, number);
                }
            }
            if (options.has(Part.LEDGER)) {
                for (Traffic traffic : Traffic.values()) {
                    String part = "ledger." + traffic.label();
                    long before = Stored.rows(server, "farthing");
                    measure(
                            part,
                            () -> ledger.round(traffic.label() + number, traffic, plan.roundMillis(), seed + number));
                    if (number == 1 && traffic == Traffic.UNIFORM) {
                        rows(server, "farthing", before, part);
                    }
                }
            }
            if (options.has(Part.BULK)) {
                measure("bulk", () -> bulk.round("k" + number, plan.roundMillis(), seed + number));
            }
        }
        compareRows();
    }

    private void warm(BenchServer server, Baseline baseline, LedgerPart ledger, SealedPart sealed, BulkPart bulk)
            throws Exception {
        report.say("Warming up");
        baseline.round("bw", 0, plan.warmMillis() / 2, seed);
        if (options.has(Part.LEDGER)) {
            ledger.round("lw", Traffic.UNIFORM, plan.warmMillis(), seed);
        }
        if (options.has(Part.SEALED)) {
            warm(server, sealed);
        }
        if (options.has(Part.BULK)) {
            bulk.round("kw", plan.warmMillis() / 2, seed);
        }
    }

    private void warm(BenchServer server, SealedPart sealed) throws Exception {
        KeyFamily[] families = KeyFamily.values();
        int rested = 0;
        for (int i = 0; i < plan.warmRounds(); i++) {
            double before = Standing.compilersCpuMillis(server.serverPid());
            long began = System.nanoTime();
            KeyFamily family = families[i % families.length];
            Round full = sealed.max("sw" + i, family, plan.warmMillis() / 2, seed + i);
            sealed.open("so" + i, family, full.perSecond() / 2, plan.warmMillis() / 3, seed + i);
            double share =
                    (Standing.compilersCpuMillis(server.serverPid()) - before) / ((System.nanoTime() - began) / 1e6);
            report.say("Warming up: the server's compilers take %.0f %% of a processor", 100 * share);
            rested = share < AT_REST ? rested + 1 : 0;
            if (rested == ROUNDS_AT_REST) {
                return;
            }
        }
    }

    private void sealed(SealedPart part, KeyFamily family, int number) throws Exception {
        String name = "sealed." + label(family);
        String round = "s-" + label(family);
        measure(name + ".max", () -> part.max(round + "m" + number, family, plan.roundMillis(), seed + number));
        double half = report.perSecond(name + ".max").orElse(0) / 2;
        if (half > 0) {
            try {
                report.add(name, part.open(round + "o" + number, family, half, plan.roundMillis(), seed + number));
            } catch (Voided e) {
                report.isVoid(name + ".open", e.reason());
            }
        }
    }

    private void night(Path ear) throws Exception {
        report.say("Night: settling a town");
        try (NightPart part = NightPart.fresh(ear)) {
            // The first warms the server up; then a tenth, and the whole.
            part.night(plan.night() / 20, seed);
            for (int payments : new int[] {plan.night() / 10, plan.night()}) {
                report.say("Night: writing %,d payments", payments);
                report.add(part.night(payments, seed));
            }
        } catch (Voided e) {
            report.isVoid("night", e.reason());
        }
    }

    private interface Measured {
        Round round() throws Exception;
    }

    private void measure(String part, Measured measured) throws Exception {
        try {
            report.add(part, measured.round());
        } catch (Voided e) {
            report.isVoid(part, e.reason());
        }
    }

    private void rows(BenchServer server, String schema, long before, String part) throws SQLException {
        long payments = report.lastPayments(part);
        if (payments > 0) {
            report.rows(schema, (double) (Stored.rows(server, schema) - before) / payments);
        }
    }

    private void compareRows() {
        Map<String, Double> rows = report.rows();
        report.say("Rows that a payment leaves: %s", rows);
        if (rows.size() == 2 && rows.values().stream().distinct().count() != 1) {
            report.isVoid("ledger", "A payment leaves other rows than the baseline's: " + rows);
        }
    }

    private static Map<String, String> settings(BenchServer server) throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select name, current_setting(name) from unnest(array['server_version', 'fsync', 'synchronous_commit',
                          'full_page_writes', 'wal_level', 'shared_buffers', 'max_wal_size', 'checkpoint_timeout',
                          'data_checksums']) name
                        """)) {
            while (row.next()) {
                settings.put(row.getString(1), row.getString(2));
            }
        }
        settings.put("java", Runtime.version().toString());
        settings.put("serverOptions", BenchServer.javaOptions());
        settings.putAll(BenchServer.otherwise());
        settings.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        settings.put("customers", Integer.toString(CUSTOMERS));
        settings.put("vendors", Integer.toString(VENDORS));
        return settings;
    }

    private static String label(KeyFamily family) {
        return family == KeyFamily.ED25519 ? "ed25519" : "p256";
    }

    private void tell() throws IOException {
        report.table();
        Path json = options.json();
        if (json != null) {
            Files.writeString(json, report.json() + "\n", StandardCharsets.UTF_8);
            System.out.println("Written to " + json);
        }
    }
}
