package dev.farthing.it.bench.inside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Submission;
import dev.farthing.micropayment.SubmissionDesk;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * One round of single purchases, given to the submissions' lanes inside the server as they would be after opening. A
 * fixed number is under way at any time; each answer lets the next one in.
 */
@WebServlet("/ledger")
public class LedgerRound extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STRIDE = 16;
    private static final long LAST_ANSWERS_SECONDS = 60;

    @Inject
    private transient SubmissionDesk desk;

    private record Vendor(String code, String signer) {}

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonNode order = JSON.readTree(request.getInputStream());
        try {
            ObjectNode told = new Run(order).run();
            response.setContentType("application/json");
            JSON.writeValue(response.getOutputStream(), told);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private final class Run {
        private final String round;
        private final long nanos;
        private final int window;
        private final double overdrafts;
        private final double replays;
        private final int poor;
        private final Crowd crowd;
        private final List<Vendor> vendors = new ArrayList<>();
        private final List<int[]> asked = new ArrayList<>();
        private final BitSet accepted = new BitSet();
        private final Map<String, Integer> others = new TreeMap<>();
        private final Semaphore free;
        private long again;

        Run(JsonNode order) {
            round = order.required("round").asText();
            nanos = TimeUnit.MILLISECONDS.toNanos(order.required("millis").asLong());
            window = order.required("window").asInt();
            overdrafts = order.path("overdrafts").asDouble();
            replays = order.path("replays").asDouble();
            poor = order.path("poorCustomer").asInt();
            for (JsonNode vendor : order.required("vendors")) {
                vendors.add(new Vendor(
                        vendor.required("code").asText(),
                        vendor.required("signer").asText()));
            }
            crowd = new Crowd(
                    new Crowd.Shape(
                            order.required("customers").asInt(),
                            vendors.size(),
                            order.path("exponent").asDouble(),
                            order.path("firstVendorShare").asDouble()),
                    order.required("seed").asLong());
            free = new Semaphore(window);
        }

        ObjectNode run() throws InterruptedException {
            long began = System.nanoTime();
            int sent = 0;
            while (System.nanoTime() - began < nanos) {
                free.acquire(Math.min(STRIDE, window));
                for (int i = 0; i < Math.min(STRIDE, window); i++) {
                    boolean replay = !asked.isEmpty() && crowd.chance(replays);
                    int number = replay ? crowd.below(asked.size()) : asked.size();
                    if (!replay) {
                        asked.add(draw());
                    }
                    submit(number, asked.get(number));
                    sent++;
                }
            }
            if (!free.tryAcquire(window, LAST_ANSWERS_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The last answers of round " + round + " did not come");
            }
            return told(sent, System.nanoTime() - began);
        }

        private int[] draw() {
            int customer = crowd.chance(overdrafts) ? poor : crowd.nextCustomer();
            return new int[] {crowd.nextVendor(), customer};
        }

        private void submit(int number, int[] who) {
            Vendor vendor = vendors.get(who[0]);
            Instant now = Instant.now();
            Submission submission = new Submission(
                    new Request.Header(
                            vendor.code(), "farthing", now, now.plusSeconds(60), Names.submission(round, number)),
                    Names.identifier(who[0], who[1]),
                    Names.ITEM,
                    1,
                    null);
            desk.decide(submission, vendor.signer()).whenComplete((verdict, failure) -> {
                note(number, failure == null ? verdict : new SubmissionDesk.Verdict("FAILED", false));
                free.release();
            });
        }

        private synchronized void note(int number, SubmissionDesk.Verdict verdict) {
            if (verdict.outcome().equals("ACCEPTED")) {
                accepted.set(number);
            } else {
                others.merge(verdict.outcome(), 1, Integer::sum);
            }
            again += verdict.again() ? 1 : 0;
        }

        private synchronized ObjectNode told(int sent, long took) {
            ObjectNode told = JSON.createObjectNode()
                    .put("sent", sent)
                    .put("asked", asked.size())
                    .put("accepted", accepted.cardinality())
                    .put("again", again)
                    .put("seconds", took / 1e9)
                    .put("acceptedNumbers", Base64.getEncoder().encodeToString(accepted.toByteArray()));
            ObjectNode codes = told.putObject("others");
            others.forEach(codes::put);
            return told;
        }
    }
}
