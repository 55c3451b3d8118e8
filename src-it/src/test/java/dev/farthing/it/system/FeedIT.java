package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: who reads a feed learns everything once, in order, and soon. Method: payments and steps while two vendors and an
 * operator read their feeds, by pages and by waiting.
 */
@ExtendWith(SharedServer.class)
class FeedIT {
    private static final long FUNDS = 1_000_000;
    private static final long PRICE = 1_000;
    private static final int PAYMENTS = 20;
    private static final int MOST_WAITING = 20;
    private static final int POLL_MILLIS = 50;

    private final FarthingServer server;
    private final OperatorClient operator;
    private final Town town;
    private final HttpClient client = Http.builder().build();

    FeedIT(FarthingServer server) throws Exception {
        this.server = server;
        this.operator = new OperatorClient(server);
        this.town = new Town(server, KeyFamily.ED25519);
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
    }

    @Test
    void eachVendorReadsItsOwnPaymentsAndTheBankReadsAll() throws Exception {
        Town other = new Town(server, KeyFamily.P256);
        Set<String> mine = pay(town);
        Set<String> others = pay(other);
        List<JsonNode> seen = readUntil(town, PAYMENTS);
        List<JsonNode> seenByOther = readUntil(other, PAYMENTS);
        assertPayments(seen, mine);
        assertPayments(seenByOther, others);
        assertThat(seen).allSatisfy(event -> assertThat(event.required("data").has("customerId"))
                .as("nothing by which vendors could compare customers")
                .isFalse());
        List<JsonNode> all = bank();
        assertThat(all.stream().map(event -> event.required("number").asLong()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, all.size()).boxed().toList());
        Set<String> payments = new HashSet<>();
        all.forEach(event -> payments.add(event.at("/data/payment").asText()));
        assertThat(payments).containsAll(mine).containsAll(others);
        assertThat(all.stream().map(event -> event.required("topic").asText()))
                .contains("payment.accepted", "top-up.booked");
    }

    @Test
    void whoWaitsIsAnsweredSoonAfterTheEvent() throws Exception {
        long last = last(town);
        Town other = new Town(server, KeyFamily.P256);
        CompletableFuture<HttpResponse<String>> elsewhere = wait(other, last(other), 5);
        CompletableFuture<HttpResponse<String>> waiting = wait(town, last, 30);
        awaitWaiters(2);
        long began = System.nanoTime();
        operator.post(
                        "vendors/" + town.vendor() + "/status",
                        OperatorClient.object().put("status", "SUSPENDED").put("reason", "a test"))
                .expect(200);
        HttpResponse<String> response = waiting.get(10, TimeUnit.SECONDS);
        Trial.say("a waiting reader was answered %d ms after the request for the step began", millis(began));
        JsonNode page = OperatorClient.JSON.readTree(response.body());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(page.at("/events/0/topic").asText()).isEqualTo("vendor.status");
        assertThat(page.at("/events/0/data/to").asText()).isEqualTo("SUSPENDED");
        assertThat(page.required("next").asLong()).isEqualTo(last + 1);
        assertThat(OperatorClient.JSON
                        .readTree(elsewhere.get(10, TimeUnit.SECONDS).body())
                        .required("events"))
                .as("another vendor waits in vain, until its time is over")
                .isEmpty();
    }

    @Test
    void whoWaitsInVainIsAnsweredWhenTheTimeIsOver() throws Exception {
        long last = last(town);
        long began = System.nanoTime();
        HttpResponse<String> response = wait(town, last, 2).get(10, TimeUnit.SECONDS);
        assertThat(millis(began)).isBetween(2_000L, 6_000L);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(OperatorClient.JSON.readTree(response.body()).toString())
                .isEqualTo("{\"events\":[],\"next\":" + last + "}");
    }

    @Test
    void oneVendorsWaitingIsBoundedAndHoldsNoThreads() throws Exception {
        long last = last(town);
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < MOST_WAITING; i++) {
            waiting.add(wait(town, last, 15));
        }
        awaitWaiters(MOST_WAITING);
        HttpResponse<String> refused = wait(town, last, 15).get(10, TimeUnit.SECONDS);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(OperatorClient.JSON.readTree(refused.body()).required("code").asText())
                .isEqualTo("BUSY");
        assertThat(server.serverLog().contains("FeedRounds.await"))
                .as("a refusal leaves a trace in the log")
                .isFalse();
        assertThat(read(town, last, 10)).as("without waiting it goes on").isEmpty();
        status("SUSPENDED");
        for (CompletableFuture<HttpResponse<String>> response : waiting) {
            assertThat(response.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void wrongQuestionsAreTold() throws Exception {
        for (String query : List.of("after=-1", "limit=0", "limit=501", "wait=31", "wait=-1")) {
            assertThat(operator.get("events?" + query)
                            .expect(400)
                            .json()
                            .required("code")
                            .asText())
                    .startsWith("WRONG_");
        }
        assertThat(Http.get(server.http(), "/api/v1/events").expect(401).code()).isEqualTo("PROOF_REFUSED");
    }

    /** The ids of the payments made. */
    private static Set<String> pay(Town town) throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        String item = town.item(PRICE);
        VendorDesk desk = town.desk();
        List<Object> answers = AtOnce.run(PAYMENTS, i -> () -> desk.settle(Order.of(shopper, item)));
        assertThat(answers).hasSize(PAYMENTS).allMatch(Confirmation.class::isInstance);
        return paymentsOf(town, shopper);
    }

    private static Set<String> paymentsOf(Town town, Shopper shopper) throws Exception {
        Books.awaitDrained(town.server());
        Set<String> payments = new HashSet<>();
        town.operator()
                .get("customers/" + shopper.code() + "/notices")
                .expect(200)
                .json()
                .required("notices")
                .forEach(notice -> {
                    if (notice.at("/event/payment").isTextual()) {
                        payments.add(notice.at("/event/payment").asText());
                    }
                });
        assertThat(payments).hasSize(PAYMENTS);
        return payments;
    }

    /** All payments' events once, numbered from 1 without gaps. */
    private static void assertPayments(List<JsonNode> events, Set<String> payments) {
        assertThat(events.stream().map(event -> event.required("number").asLong()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(events.stream()
                        .filter(event -> event.required("topic").asText().equals("payment.accepted"))
                        .map(event -> event.at("/data/payment").asText()))
                .containsExactlyInAnyOrderElementsOf(payments);
    }

    private List<JsonNode> readUntil(Town of, int count) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        while (all.size() < count) {
            HttpResponse<String> response = wait(of, all.size(), 10).get(20, TimeUnit.SECONDS);
            JsonNode page = OperatorClient.JSON.readTree(response.body());
            assertThat(page.required("events"))
                    .as("events after %d", all.size())
                    .isNotEmpty();
            page.required("events").forEach(all::add);
            assertThat(page.required("next").asLong()).isEqualTo(all.size());
        }
        return all;
    }

    private List<JsonNode> bank() throws InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        JsonNode events;
        do {
            events = operator.get("events?limit=7&after=" + all.size())
                    .expect(200)
                    .json()
                    .required("events");
            events.forEach(all::add);
        } while (!events.isEmpty());
        return all;
    }

    private List<JsonNode> read(Town of, long after, int limit) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        String query = "after=" + after + "&limit=" + limit;
        OperatorClient.JSON
                .readTree(client.send(request(of, query), HttpResponse.BodyHandlers.ofString())
                        .body())
                .required("events")
                .forEach(events::add);
        return events;
    }

    /** The number of a vendor's newest event, when all that happened are numbered. */
    private long last(Town of) throws Exception {
        for (int i = 0;
                i < 200
                        && !Books.texts(server, "select 'one' from outbox where number is null")
                                .isEmpty();
                i++) {
            Thread.sleep(POLL_MILLIS);
        }
        List<JsonNode> events = read(of, 0, 200);
        return events.isEmpty()
                ? 0
                : events.get(events.size() - 1).required("number").asLong();
    }

    private CompletableFuture<HttpResponse<String>> wait(Town of, long after, int seconds) {
        return client.sendAsync(
                request(of, "after=" + after + "&wait=" + seconds), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(Town of, String query) {
        ProvenRequest request =
                new ProvenRequest(Town.AUDIENCE, "GET", server.http() + "/api/v1/events", query, new byte[0]);
        return Http.request(server.http(), "/api/v1/events?" + query)
                .header(
                        RequestProof.HEADER,
                        RequestProof.sign(of.keys().signing(), request, Town.fresh("proof"), Instant.now()))
                .GET()
                .build();
    }

    /** Waits until that many wait, by the server's own metric. */
    private void awaitWaiters(int count) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            double waiting = Http.get(server.management(), "/prometheus")
                    .expect(200)
                    .text()
                    .lines()
                    .filter(line -> line.startsWith("farthing_feed_waiters"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
            if (waiting >= count) {
                return;
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new AssertionError("There were never " + count + " who wait");
    }

    private void status(String status) throws InterruptedException {
        operator.post(
                        "vendors/" + town.vendor() + "/status",
                        OperatorClient.object().put("status", status).put("reason", "a test"))
                .expect(200);
    }

    private static long millis(long began) {
        return (System.nanoTime() - began) / 1_000_000;
    }
}
