package dev.farthing.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.BitSet;

/** Single commands into the lane, from inside the server. */
final class LedgerPart {
    private static final int WINDOW = 4_096;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One way in which purchases come. */
    enum Traffic {
        UNIFORM("uniform", 0, 0, 0, 0),
        ZIPF1("zipf1", 1, 0, 0, 0),
        ZIPF2("zipf2", 2, 0, 0, 0),
        HALF_VENDOR("halfVendor", 0, 0.5, 0, 0),
        OVERDRAFTS("overdrafts", 0, 0, 0.05, 0),
        REPLAYS("replays", 0, 0, 0, 0.01);

        private final String label;
        private final double exponent;
        private final double firstVendorShare;
        private final double overdrafts;
        private final double replays;

        Traffic(String label, double exponent, double firstVendorShare, double overdrafts, double replays) {
            this.label = label;
            this.exponent = exponent;
            this.firstVendorShare = firstVendorShare;
            this.overdrafts = overdrafts;
            this.replays = replays;
        }

        String label() {
            return label;
        }
    }

    private final BenchServer server;
    private final Population population;

    LedgerPart(BenchServer server, Population population) {
        this.server = server;
        this.population = population;
    }

    Round round(String name, Traffic traffic, long millis, long seed) throws Exception {
        ObjectNode order = JSON.createObjectNode()
                .put("round", name)
                .put("millis", millis)
                .put("window", WINDOW)
                .put("seed", seed)
                .put("exponent", traffic.exponent)
                .put("firstVendorShare", traffic.firstVendorShare)
                .put("overdrafts", traffic.overdrafts)
                .put("replays", traffic.replays);
        population.describe(order);
        return Measuring.round(server, name, () -> server.bench("/ledger", order), told -> {
            check(name, traffic, told);
            return BitSet.valueOf(
                    Base64.getDecoder().decode(told.required("acceptedNumbers").asText()));
        });
    }

    /** Nothing but what the traffic brings with it was refused. */
    private static void check(String name, Traffic traffic, JsonNode told) throws Voided {
        JsonNode others = told.required("others");
        boolean poor = traffic.overdrafts > 0 && others.size() == 1 && others.has("INSUFFICIENT_FUNDS");
        boolean allowed = others.isEmpty() || poor;
        Voided.unless(allowed, "Round %s: unexpected outcomes %s", name, others);
        Voided.unless(
                (traffic.replays > 0) == (told.required("again").asLong() > 0),
                "Round %s: %s submissions were known already",
                name,
                told.required("again"));
    }
}
