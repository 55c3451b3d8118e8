package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The edges: what a wrong request is told, what operators see and do, and what the server says of itself. Every wrong
 * answer must be a problem document (RFC 9457) that names no class and shows no stack.
 */
@ExtendWith(SharedServer.class)
class EdgesIT {
    private static final long FUNDS = 1_000_000;
    private static final long PRICE = 1_000;
    private static final int TOO_LARGE_BYTES = 200 * 1024;

    private final FarthingServer server;
    private final OperatorClient operator;
    private final Town town;

    EdgesIT(FarthingServer server) throws Exception {
        this.server = server;
        this.operator = new OperatorClient(server);
        this.town = new Town(server, KeyFamily.ED25519);
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
    }

    @Test
    void wrongRequestsOfVendorsAreToldWhatIsWrong() throws Exception {
        assertProblem(payment("application/json", "{}"), 415, "UNSUPPORTED_MEDIA_TYPE");
        assertProblem(payment("text/plain", "hello"), 415, "UNSUPPORTED_MEDIA_TYPE");
        assertProblem(payment("application/jose", ""), 400, "MESSAGE_NOT_ACCEPTED");
        assertProblem(Http.get(server.http(), "/api/v1/micropayments"), 405, "METHOD_NOT_ALLOWED");
        assertProblem(Http.get(server.http(), "/api/v1/no-such-thing"), 404, "NOT_FOUND");
        assertProblem(Http.get(server.http(), "/api/v1/vendor/balances"), 401, "PROOF_REFUSED");
    }

    @Test
    void aBodyBeyondTheServersLimitIsTooLarge() throws Exception {
        assertProblem(payment("application/jose", "x".repeat(TOO_LARGE_BYTES)), 413, "TOO_LARGE");
        InputStream unannounced = new ByteArrayInputStream(new byte[TOO_LARGE_BYTES]);
        assertProblem(
                Http.send(Http.request(server.http(), VendorDesk.PAYMENTS)
                        .header("Content-Type", "application/jose")
                        .POST(BodyPublishers.ofInputStream(() -> unannounced))
                        .build()),
                413,
                "TOO_LARGE");
        String path = "vendors/" + Town.fresh("vendor");
        assertProblem(putText(path, " ".repeat(TOO_LARGE_BYTES)), 413, "TOO_LARGE");
    }

    @Test
    void unknownAddressesOutsideOfTheInterfaceAreProblemsToo() throws Exception {
        assertProblem(Http.get(server.http(), "/no-such-page"), 404, "NOT_FOUND");
        assertProblem(Http.get(server.http(), "/"), 403, "NOT_ALLOWED");
    }

    @Test
    void wrongJsonOfOperatorsIsToldWhatIsWrong() throws Exception {
        String path = "vendors/" + Town.fresh("vendor");
        assertProblem(putText(path, "{\"name\":\"V\",\"currency\":\"USD\",\"more\":1}"), 400, "MALFORMED_JSON");
        assertProblem(putText(path, "{\"name\":\"V\",\"name\":\"W\",\"currency\":\"USD\"}"), 400, "MALFORMED_JSON");
        assertProblem(putText(path, "{\"name\":\"V\",\"currency\":\"USD\"} {}"), 400, "MALFORMED_JSON");
        assertProblem(putText(path, "{\"name\":\"V\""), 400, "MALFORMED_JSON");
        assertProblem(putText(path, "{\"name\":\"V\"}"), 400, "MALFORMED_JSON");
        assertProblem(putText(path, "{\"name\":7,\"currency\":\"USD\"}"), 400, "MALFORMED_JSON");
        assertThat(putText(path, "").status()).isEqualTo(400);
        assertThat(putText(path, "null").status()).isEqualTo(400);
        assertProblem(putText(path, "{\"name\":\"V\",\"currency\":\"XXX\"}"), 422, "NOT_POSSIBLE");
        assertProblem(putText("vendors/NOT%20A%20CODE", party()), 422, "NOT_POSSIBLE");
        assertProblem(operator.get("accounts/999999999/balance"), 404, "NOT_FOUND");
        assertProblem(operator.get("accounts/x/balance"), 404, "NOT_FOUND");
        assertProblem(operator.get("customers/no-such-customer/notices"), 404, "NOT_FOUND");
        assertProblem(operator.get("business-days/1999-01-01"), 404, "NOT_FOUND");
        assertProblem(operator.get("business-days/yesterday"), 400, "WRONG_DATE");
    }

    @Test
    void whoIsNoOperatorGetsNothing() throws Exception {
        HttpRequest.Builder anonymous = Http.request(server.https(), OperatorClient.ROOT + "recount");
        Reply none = operator.send(anonymous.GET());
        assertProblem(none, 401, "NOT_AUTHENTICATED");
        assertThat(none.header("WWW-Authenticate")).startsWith("Basic");

        Reply wrong = operator.send(operator.request("recount")
                .setHeader("Authorization", "Basic b3BlcmF0b3I6eA==")
                .GET());
        assertProblem(wrong, 401, "NOT_AUTHENTICATED");

        for (String unreadable : List.of("Basic !!!", "basic A", "Basic b3BlcmF0b3I6eA=", "Basic", "Bearer !!!")) {
            Reply refused = operator.send(operator.request("recount")
                    .setHeader("Authorization", unreadable)
                    .GET());
            assertProblem(refused, 401, "NOT_AUTHENTICATED");
            assertThat(refused.header("WWW-Authenticate")).as(unreadable).startsWith("Basic");
        }
    }

    @Test
    void operatorsAreNotServedWithoutTls() throws Exception {
        Reply plain = Http.get(server.http(), OperatorClient.ROOT + "recount");
        assertThat(plain.status()).isIn(302, 307, 308, 403);
        if (plain.status() != 403) {
            assertThat(plain.header("Location")).startsWith(server.https().toString());
        }
        assertTellsNothing(plain);
    }

    @Test
    void aTopUpIsBookedOnceForEachKey() throws Exception {
        Shopper shopper = town.shopper(0);
        Shopper other = town.shopper(0);
        String key = Town.fresh("key");

        String first = operator.topUp(shopper.code(), 5_000, key).expect(201).text();
        assertThat(operator.topUp(shopper.code(), 5_000, key).expect(201).text())
                .isEqualTo(first);
        assertProblem(operator.topUp(shopper.code(), 5_001, key), 409, "CONFLICT");
        assertProblem(operator.topUp(other.code(), 5_000, key), 409, "CONFLICT");
        assertProblem(operator.topUp(shopper.code(), 0, Town.fresh("key")), 422, "NOT_POSSIBLE");
        assertProblem(operator.topUp(shopper.code(), -1, Town.fresh("key")), 422, "NOT_POSSIBLE");
        assertProblem(operator.topUp("no-such-customer", 1, Town.fresh("key")), 404, "NOT_FOUND");

        ObjectNode body = OperatorClient.object();
        body.set("amount", OperatorClient.usd(1));
        HttpRequest.Builder withoutKey = operator.request("customers/" + shopper.code() + "/top-ups")
                .POST(BodyPublishers.ofString(body.toString()));
        assertProblem(operator.send(withoutKey), 400, "IDEMPOTENCY_KEY_MISSING");
        body.set("amount", OperatorClient.usd(1).put("scale", 2));
        HttpRequest.Builder wrongScale = operator.request("customers/" + shopper.code() + "/top-ups")
                .header("Idempotency-Key", Town.fresh("key"))
                .POST(BodyPublishers.ofString(body.toString()));
        assertProblem(operator.send(wrongScale), 422, "WRONG_SCALE");

        assertThat(town.balance(shopper)).isEqualTo(5_000);
        assertThat(town.balance(other)).isZero();
    }

    @Test
    void theSameTopUpSentManyTimesAtOnceIsBookedOnce() throws Exception {
        Shopper shopper = town.shopper(0);
        String key = Town.fresh("key");

        List<String> answers = AtOnce.run(
                20,
                i -> () ->
                        operator.topUp(shopper.code(), 5_000, key).expect(201).text());

        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(town.balance(shopper)).isEqualTo(5_000);
    }

    @Test
    void aFrozenAccountPaysNothingUntilItIsOpenAgain() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        String item = town.item(PRICE);
        VendorDesk desk = town.desk();

        town.status(shopper, "FROZEN");
        assertThat(((Refusal) desk.pay(Order.of(shopper, item))).code()).isEqualTo("ACCOUNT_FROZEN");
        operator.topUp(shopper.code(), PRICE, Town.fresh("key")).expect(201);
        town.status(shopper, "ACTIVE");
        assertThat(desk.pay(Order.of(shopper, item))).isInstanceOf(Confirmation.class);

        assertThat(town.balance(shopper)).isEqualTo(FUNDS);
    }

    /** The vendor's balance is made of folded days and deltas, whatever has been folded by now. */
    @Test
    void foldingChangesNoBalance() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        String item = town.item(PRICE);
        VendorDesk desk = town.desk();
        for (int i = 1; i <= 5; i++) {
            desk.pay(Order.of(shopper, item));
            assertThat(town.conditional()).isEqualTo(i * PRICE);
            operator.post("fold").expect(200);
            assertThat(town.conditional()).isEqualTo(i * PRICE);
        }
        JsonNode trial = operator.get("trial-balance").expect(200).json();
        assertThat(trial.required("balanced").asBoolean()).as("%s", trial).isTrue();
    }

    @Test
    void aClosedDayKeepsItsBalancesAndPaymentsGoOnInTheNext() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        String item = town.item(PRICE);
        VendorDesk desk = town.desk();
        Confirmation before = (Confirmation) desk.pay(Order.of(shopper, item));
        LocalDate day = before.payment().businessDate();
        long payer = town.account("customer:" + shopper.code(), "CUSTOMER");
        long payee = town.account("vendor:" + town.vendor(), "VENDOR_CONDITIONAL");

        new ClosedDays(server).close(day.toString());
        Confirmation after = (Confirmation) desk.pay(Order.of(shopper, item));

        assertThat(after.payment().businessDate()).isEqualTo(day.plusDays(1));
        assertThat(balanceAt(payer, day)).isEqualTo(FUNDS - PRICE);
        assertThat(balanceAt(payee, day)).isEqualTo(PRICE);
        assertThat(town.balance(shopper)).isEqualTo(FUNDS - 2 * PRICE);
        assertThat(town.conditional()).isEqualTo(2 * PRICE);
        assertThat(operator.get("business-days/" + day).json().required("state").asText())
                .isEqualTo("CLOSED");

        assertThat(new ClosedDays(server).begin(day.toString(), true).status())
                .as("closing it again")
                .isEqualTo(200);
        new ClosedDays(server).close(day.toString());
        assertThat(balanceAt(payer, day)).isEqualTo(FUNDS - PRICE);
        assertThat(((Confirmation) desk.pay(Order.of(shopper, item))).payment().businessDate())
                .isEqualTo(day.plusDays(1));
        JsonNode trial = operator.get("trial-balance?at=" + day).expect(200).json();
        assertThat(trial.required("balanced").asBoolean()).as("%s", trial).isTrue();
        assertProblem(operator.get("accounts/" + payer + "/balance?at=" + day.plusDays(1)), 422, "NOT_POSSIBLE");
    }

    @Test
    void aSubmissionOfAClosedDayIsReplayedInTheNext() throws Exception {
        Order order = Order.of(town.shopper(FUNDS), town.item(PRICE));
        VendorDesk desk = town.desk();
        Confirmation before = (Confirmation) desk.pay(order);

        new ClosedDays(server).close(before.payment().businessDate().toString());

        assertThat(((Confirmation) desk.pay(order)).payment()).isEqualTo(before.payment());
    }

    @Test
    void paymentsGoOnWhileADayIsClosed() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        String item = town.item(PRICE);
        VendorDesk desk = town.desk();
        LocalDate day =
                ((Confirmation) desk.pay(Order.of(shopper, item))).payment().businessDate();

        List<Object> results = AtOnce.run(
                9,
                i -> () ->
                        i == 0 ? new ClosedDays(server).close(day.toString()) : desk.settle(Order.of(shopper, item)));

        assertThat(results.subList(1, results.size())).allMatch(Confirmation.class::isInstance);
        assertThat(town.balance(shopper)).isEqualTo(FUNDS - 9 * PRICE);
    }

    @Test
    void theSummaryCountsWhatBecameOfSubmissions() throws Exception {
        JsonNode before = operator.get("micropayments/summary").expect(200).json();
        Order order = Order.of(town.shopper(PRICE), town.item(PRICE));
        VendorDesk desk = town.desk();
        desk.pay(order);
        desk.pay(order);
        desk.pay(order.times(2));
        desk.pay(order.withId(Town.fresh("order")));
        JsonNode after = operator.get("micropayments/summary").expect(200).json();

        assertThat(grown(before, after, "/accepted")).isEqualTo(1);
        assertThat(grown(before, after, "/replayed")).isEqualTo(1);
        assertThat(grown(before, after, "/refused/CONFLICT")).isEqualTo(1);
        assertThat(grown(before, after, "/refused/INSUFFICIENT_FUNDS")).isEqualTo(1);
    }

    @Test
    void theServerDescribesItselfAndItsHealth() throws Exception {
        String interfaceText = Http.get(server.http(), "/openapi").expect(200).text();
        assertThat(interfaceText)
                .contains("/api/v1/micropayments", "/api/v1/enrolments", "/api/v1/vendor/balances")
                .contains("/api/v1/operator/vendors/{vendor}", "/api/v1/operator/recount");
        Http.get(server.http(), "/health/live").expect(200);
        JsonNode ready = Http.get(server.http(), "/health/ready").expect(200).json();
        assertThat(ready.required("status").asText()).isEqualTo("UP");
        assertThat(LocalDate.parse(ready.required("businessDate").asText())).isNotNull();
        assertThat(ready.required("checks"))
                .isNotEmpty()
                .allMatch(check -> check.required("status").asText().equals("UP"));
        assertThat(server.status().required("ready").asBoolean()).isTrue();
    }

    @Test
    void metricsCountPayments() throws Exception {
        Order order = Order.of(town.shopper(PRICE), town.item(PRICE));
        VendorDesk desk = town.desk();
        double accepted = metric("farthing_micropayments_accepted_total", "");
        double refused = metric("farthing_micropayments_refused_total", "code=\"INSUFFICIENT_FUNDS\"");
        desk.pay(order);
        desk.pay(order.withId(Town.fresh("order")));

        assertThat(metric("farthing_micropayments_accepted_total", "")).isEqualTo(accepted + 1);
        assertThat(metric("farthing_micropayments_refused_total", "code=\"INSUFFICIENT_FUNDS\""))
                .isEqualTo(refused + 1);
        for (String depth : List.of(
                "farthing_lane_depth", "farthing_delta_depth", "farthing_delta_lag_millis", "farthing_outbox_depth")) {
            assertThat(metric(depth, "")).as(depth).isNotNegative();
        }
    }

    /** The value of the one metric of that name and label. */
    private double metric(String name, String label) throws InterruptedException {
        List<String> lines = Http.get(server.management(), "/prometheus")
                .expect(200)
                .text()
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .toList();
        assertThat(lines).as("metric %s %s", name, label).hasSize(1);
        return Double.parseDouble(lines.get(0).substring(lines.get(0).lastIndexOf(' ') + 1));
    }

    private static long grown(JsonNode before, JsonNode after, String pointer) {
        return after.at(pointer).asLong() - before.at(pointer).asLong();
    }

    private long balanceAt(long account, LocalDate day) throws InterruptedException {
        return operator.get("accounts/" + account + "/balance?at=" + day)
                .expect(200)
                .json()
                .at("/amount/value")
                .asLong();
    }

    private Reply payment(String type, String body) throws InterruptedException {
        return Http.send(Http.request(server.http(), VendorDesk.PAYMENTS)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private Reply putText(String path, String body) throws InterruptedException {
        return operator.send(operator.request(path).PUT(BodyPublishers.ofString(body)));
    }

    private static String party() {
        return "{\"name\":\"V\",\"currency\":\"USD\"}";
    }

    private static void assertProblem(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.header("Content-Type")).as(reply.text()).startsWith("application/problem+json");
        JsonNode problem = reply.json();
        assertThat(problem.required("code").asText()).as(reply.text()).isEqualTo(code);
        assertThat(problem.required("status").asInt()).isEqualTo(status);
        assertThat(problem.required("type").asText())
                .isEqualTo("https://farthing.dev/problems/"
                        + code.toLowerCase(Locale.ROOT).replace('_', '-'));
        assertThat(problem.required("title").asText()).isNotBlank();
        assertThat(problem.required("detail").asText()).isNotBlank();
        assertThat(problem.required("retryable").isBoolean()).isTrue();
        assertThat(problem.required("outcome").asText()).isIn("none", "booked", "unknown");
        assertTellsNothing(reply);
    }

    /** No class, no stack, no product. */
    private static void assertTellsNothing(Reply reply) {
        assertThat(reply.text())
                .doesNotContain("dev.farthing.web", "jakarta.", "java.", "org.", "Exception", "\tat ", "WFLY", "SQL");
        assertThat(reply.headers().map().toString().toLowerCase(Locale.ROOT)).doesNotContain("wildfly", "undertow");
    }
}
