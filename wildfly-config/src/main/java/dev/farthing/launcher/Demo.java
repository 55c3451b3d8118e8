package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A vendor, its customers and 200 sealed payments; afterwards the server's books are compared with what the vendor saw. */
final class Demo {

    static final int PAYMENTS = 200;
    private static final int REPLAYS = 10;
    private static final int NOTICE_LIMIT_SECONDS = 60;
    private static final int POLL_MILLIS = 250;
    private static final int MAX_PAGES = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Settings settings;
    private final Progress progress;
    private final OperatorApi operator;
    private final String run;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private double phaseBegan;

    Demo(Settings settings, Progress progress, Clock clock) throws IOException, Problem {
        this.settings = settings;
        this.progress = progress;
        this.operator = new OperatorApi(settings);
        // Every demonstration has a vendor and customers of its own, so that it can be repeated on one home.
        this.run = "demo-" + Long.toString(clock.instant().getEpochSecond(), Character.MAX_RADIX);
    }

    DemoOutcome run() throws IOException, InterruptedException, Problem {
        ended("up");
        progress.say("Demo: the operator takes on the vendor " + run + ", its items and four customers");
        JsonNode before = operator.get("micropayments/summary");
        ObjectNode plan = prepare();
        ended("prepare");
        progress.say("Demo: the vendor's own process enrols its keys and sends " + PAYMENTS + " sealed payments");
        JsonNode seen = new DemoVendorProcess(settings, progress).run(plan);
        ended("payments");
        JsonNode after = operator.get("micropayments/summary");
        long accepted =
                after.path("accepted").asLong() - before.path("accepted").asLong();
        progress.say("Demo: waiting until the customers are told");
        long notices = awaitNotices(accepted);
        ended("notices");
        long folded = operator.post("fold", null, Map.of()).path("folded").asLong();
        JsonNode recount = operator.get("recount");
        ended("recount");
        return new DemoOutcome(
                new DemoOutcome.Counts(
                        accepted,
                        refusals(before, after),
                        after.path("replayed").asLong()
                                - before.path("replayed").asLong()),
                seen,
                recount,
                new DemoOutcome.Aftermath(notices, folded),
                seconds);
    }

    private ObjectNode prepare() throws IOException, InterruptedException, Problem {
        String vendor = "vendors/" + run;
        operator.put(vendor, party("Demonstration vendor"));
        item("song", "250000", true);
        item("article", "30000", true);
        item("withdrawn", "990000", false);
        ObjectNode plan = JSON.createObjectNode();
        plan.put("base", settings.httpUrl());
        plan.put("audience", settings.text("FARTHING_SERVER_ID", "farthing"));
        plan.put("family", "ED25519");
        plan.put(
                "keys",
                SafeFiles.folder(settings.home().demo(), SafeFiles.OWNER_FOLDER)
                        .resolve(run + ".keys")
                        .toString());
        plan.put("payments", PAYMENTS);
        plan.put("replays", REPLAYS);
        plan.putArray("items").add("song").add("article");
        plan.put("offSaleItem", "withdrawn");
        plan.putArray("customers").add(customer("first", true, true)).add(customer("second", true, true));
        plan.put("tooPoorCustomer", customer("poor", true, false));
        plan.put("noConsentCustomer", customer("unasked", false, true));
        plan.put(
                "code",
                operator.post(vendor + "/enrolment-codes", null, Map.of())
                        .path("code")
                        .asText());
        return plan;
    }

    private void item(String item, String price, boolean onSale) throws IOException, InterruptedException, Problem {
        ObjectNode body = JSON.createObjectNode();
        body.put("title", "Demonstration " + item);
        body.put("currency", "USD");
        body.putArray("prices").add(dollars(price));
        body.putObject("rights").put("model", "ONCE").put("text", "once");
        body.put("onSale", onSale);
        operator.put("vendors/" + run + "/items/" + item, body);
    }

    /** Returns the identifier by which the vendor knows the customer. */
    private String customer(String name, boolean consents, boolean pays)
            throws IOException, InterruptedException, Problem {
        String customer = "customers/" + run + "-" + name;
        operator.put(customer, party("Demonstration customer, " + name));
        if (pays) {
            ObjectNode topUp = JSON.createObjectNode();
            topUp.set("amount", dollars("100000000"));
            operator.post(customer + "/top-ups", topUp, Map.of("Idempotency-Key", run + "-" + name));
        }
        JsonNode identified = consents
                ? operator.put(customer + "/consents/" + run, null)
                : operator.post(customer + "/identifiers/" + run, null, Map.of());
        return identified.path("identifier").asText();
    }

    private static ObjectNode party(String name) {
        ObjectNode body = JSON.createObjectNode();
        body.put("name", name);
        body.put("currency", "USD");
        return body;
    }

    private static ObjectNode dollars(String millionths) {
        ObjectNode amount = JSON.createObjectNode();
        amount.put("value", millionths);
        amount.put("currency", "USD");
        amount.put("scale", 6);
        return amount;
    }

    private long awaitNotices(long expected) throws IOException, InterruptedException, Problem {
        long stored = 0;
        for (int waited = 0; waited < NOTICE_LIMIT_SECONDS * 1000; waited += POLL_MILLIS) {
            stored = notices("first") + notices("second");
            if (stored >= expected) {
                return stored;
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new Problem("Of " + expected + " accepted payments the customers were told of only " + stored + " within "
                + NOTICE_LIMIT_SECONDS + " s: see " + settings.home().serverLog() + ".");
    }

    private long notices(String customer) throws IOException, InterruptedException, Problem {
        long count = 0;
        long after = 0;
        for (int page = 0; page < MAX_PAGES; page++) {
            JsonNode notices = operator.get("customers/" + run + "-" + customer + "/notices?after=" + after)
                    .path("notices");
            if (notices.isEmpty()) {
                break;
            }
            for (JsonNode notice : notices) {
                count += notice.path("kind").asText().equals("payment.accepted") ? 1 : 0;
                after = notice.path("id").asLong();
            }
        }
        return count;
    }

    private static Map<String, Long> refusals(JsonNode before, JsonNode after) {
        Map<String, Long> refusals = new TreeMap<>();
        after.path("refused").properties().forEach(code -> {
            long more = code.getValue().asLong()
                    - before.path("refused").path(code.getKey()).asLong();
            if (more != 0) {
                refusals.put(code.getKey(), more);
            }
        });
        return refusals;
    }

    private void ended(String phase) {
        double now = progress.seconds();
        seconds.put(phase, Double.parseDouble(String.format(Locale.ROOT, "%.1f", now - phaseBegan)));
        phaseBegan = now;
    }
}
