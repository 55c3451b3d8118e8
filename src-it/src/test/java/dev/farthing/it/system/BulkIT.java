package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.BulkAnswer;
import dev.farthing.kit.message.BulkAnswer.Accepted;
import dev.farthing.kit.message.BulkAnswer.Outcome;
import dev.farthing.kit.message.BulkAnswer.Refused;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.PriceGuard;
import dev.farthing.kit.message.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: a purchase in a bulk is the purchase that it is singly, and a bulk that is sent again, crosses another one, or dies in
 * its middle books each of its purchases once. Method: a twin vendor who sends singly what the other sends in bulk; a lock on
 * one customer's account that holds a bulk in its middle. Strikes the shared server: what runs after this runs on one that
 * has recovered.
 */
@ExtendWith(SharedServer.class)
class BulkIT {
    private static final int MANY = 1000;

    /** So many that not all share the lane of the one whose account is locked. */
    private static final int CROWD = 16;

    private static final long PRICE = 1_000;
    private static final long FUNDS = 1_000_000_000;
    private static final int POLLS = 1_500;
    private static final long POLL_MILLIS = 10;

    private final FarthingServer server;
    private final Random random = Trial.random("bulk");

    BulkIT(FarthingServer server) {
        this.server = server;
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
    }

    /** A vendor's customers and items of every kind; two made alike sell alike. */
    private static final class Bazaar {
        private static final int RICH = 8;

        private final Town town;
        private final VendorDesk desk;
        private final List<String> customers = new ArrayList<>();
        private final List<String> items = new ArrayList<>();

        Bazaar(FarthingServer server, KeyFamily family) throws Exception {
            town = new Town(server, family);
            desk = town.desk();
            for (int i = 0; i < RICH; i++) {
                customers.add(town.shopper(FUNDS).identifier());
            }
            customers.add(town.shopper(40 * PRICE).identifier());
            customers.add(town.shopper(25 * PRICE + 1).identifier());
            customers.add(town.stranger(FUNDS).identifier());
            Shopper frozen = town.shopper(FUNDS);
            town.status(frozen, "FROZEN");
            customers.add(frozen.identifier());
            customers.add("nobody");
            items.add(town.item(PRICE));
            items.add(town.item(3 * PRICE));
            items.add(town.item(2 * PRICE));
            items.add(town.putItem(Town.fresh("item"), PRICE, false));
            items.add("nothing");
        }

        Order order(Plan plan, String id) {
            return new Order(id, customers.get(plan.customer), items.get(plan.item), plan.quantity, plan.guard());
        }
    }

    /** One purchase at any such bazaar; the price is a guess that is right for the first item. */
    private record Plan(int customer, int item, int quantity, boolean guarded) {
        static Plan any(Random random) {
            return new Plan(
                    random.nextInt(Bazaar.RICH + 5),
                    Math.max(0, random.nextInt(9) - 4),
                    1 + random.nextInt(3),
                    random.nextInt(4) == 0);
        }

        @Nullable PriceGuard guard() {
            return guarded ? new PriceGuard(PRICE, "USD") : null;
        }
    }

    @Test
    void aThousandPurchasesAreDecidedAsTheyAreSingly() throws Exception {
        List<Plan> plans = Stream.generate(() -> Plan.any(random)).limit(MANY).toList();
        Bazaar bulk = new Bazaar(server, KeyFamily.ED25519);
        Bazaar twin = new Bazaar(server, KeyFamily.P256);
        List<Order> orders = orders(bulk, plans);
        String id = Town.fresh("bulk");

        long began = System.nanoTime();
        BulkAnswer answer = complete(bulk.desk.payAll(id, orders));
        long millis = (System.nanoTime() - began) / 1_000_000;

        List<String> singly = singly(twin, plans);
        assertThat(answer.outcomes().stream().map(BulkIT::decision).toList()).isEqualTo(singly);
        Map<String, Integer> kinds = new TreeMap<>();
        singly.forEach(decision -> kinds.merge(decision.split(" ", -1)[0], 1, Integer::sum));
        Trial.say("%d purchases in one message in %d ms: %s", MANY, millis, kinds);
        assertThat(kinds)
                .containsOnlyKeys(
                        "accepted",
                        "UNKNOWN_CUSTOMER",
                        "NO_CONSENT",
                        "UNKNOWN_ITEM",
                        "ITEM_NOT_ON_SALE",
                        "PRICE_CHANGED",
                        "ACCOUNT_FROZEN",
                        "INSUFFICIENT_FUNDS");
        assertThat(bulk.town.conditional()).isEqualTo(twin.town.conditional());

        Books.Rows before = Books.rows(server);
        BulkAnswer again = complete(bulk.desk.payAll(id, orders));
        assertThat(again.outcomes()).isEqualTo(answer.outcomes());
        Books.Rows after = Books.rows(server);
        assertThat(after.decisions()).isEqualTo(before.decisions());
        assertThat(after.transfers()).isEqualTo(before.transfers());
        assertThat(after.submissions()).isEqualTo(before.submissions());
        JsonNode progress = progress(bulk.town, id).expect(200).json();
        assertThat(progress.required("state").asText()).isEqualTo("COMPLETE");
        assertThat(progress.required("accepted").asInt()).isEqualTo(answer.accepted());
        assertThat(progress.required("refused").asInt()).isEqualTo(answer.refused());
        assertThat(progress.required("decided").asInt()).isEqualTo(MANY);
    }

    private static List<Order> orders(Bazaar bazaar, List<Plan> plans) {
        return plans.stream()
                .map(plan -> bazaar.order(plan, Town.fresh("order")))
                .toList();
    }

    /** Each customer's one after the other, since what the poor can pay depends on it; customers at once. */
    private static List<String> singly(Bazaar bazaar, List<Plan> plans) throws Exception {
        String[] decisions = new String[plans.size()];
        AtOnce.run(bazaar.customers.size(), customer -> () -> {
            for (int i = 0; i < decisions.length; i++) {
                if (plans.get(i).customer() == customer) {
                    Order order = bazaar.order(plans.get(i), Town.fresh("order"));
                    decisions[i] = decision(bazaar.desk.settle(order));
                }
            }
            return null;
        });
        return List.of(decisions);
    }

    private static String decision(Answer answer) {
        return answer instanceof Confirmation confirmation
                ? "accepted " + confirmation.payment().amount()
                : ((Refusal) answer).code() + " " + ((Refusal) answer).retryable();
    }

    private static String decision(Outcome outcome) {
        if (outcome instanceof Accepted accepted) {
            return "accepted " + accepted.amount();
        }
        return outcome instanceof Refused refused ? refused.code() + " " + refused.retryable() : "pending";
    }

    @Test
    void bulksThatOverlapBookEachPurchaseOnce() throws Exception {
        Shop shop = new Shop(4);
        List<Order> orders = shop.orders(900);
        List<List<Order>> bulks = List.of(orders.subList(0, 600), orders.subList(300, 900), orders.subList(0, 600));

        List<Answer> answers = AtOnce.run(3, i -> () -> shop.desk.payAll(Town.fresh("bulk"), bulks.get(i)));

        List<Outcome> first = complete(answers.get(0)).outcomes();
        List<Outcome> second = complete(answers.get(1)).outcomes();
        assertThat(second.subList(0, 300)).isEqualTo(first.subList(300, 600));
        assertThat(complete(answers.get(2)).outcomes()).isEqualTo(first);
        shop.assertEachBookedOnce(orders, first);
        shop.assertEachBookedOnce(orders.subList(300, 900), second);
        assertThat(server.databaseLog()).doesNotContain("deadlock detected");
    }

    @Test
    void aPurchaseIsTheSameSinglyAndInBulk() throws Exception {
        Shop shop = new Shop(1);
        List<Order> orders = shop.orders(5);
        Confirmation before = (Confirmation) shop.desk.pay(orders.get(0));
        shop.desk.pay(orders.get(1).times(7));
        shop.desk.inquire(orders.get(2).id());

        String id = Town.fresh("bulk");
        List<Outcome> outcomes = complete(shop.desk.payAll(id, orders)).outcomes();

        assertThat(outcomes.get(0))
                .isEqualTo(new Accepted(
                        orders.get(0).id(),
                        before.payment().id(),
                        before.payment().businessDate(),
                        before.payment().amount(),
                        null));
        assertThat(decision(outcomes.get(1))).isEqualTo("CONFLICT true");
        assertThat(decision(outcomes.get(2))).isEqualTo("FENCED true");
        JsonNode progress = progress(shop.town, id).expect(200).json();
        assertThat(progress.required("decided").asInt()).isEqualTo(5);
        assertThat(progress.required("accepted").asInt()).isEqualTo(3);
        Confirmation after = (Confirmation) shop.desk.pay(orders.get(3));
        assertThat(after.payment().id()).isEqualTo(((Accepted) outcomes.get(3)).payment());
        assertThat(shop.desk.inquire(orders.get(4).id())).isInstanceOf(Confirmation.class);
        assertThat(shop.town.conditional()).isEqualTo((3 + 7) * PRICE);
    }

    @Test
    void aBulksIdStandsForItsPurchasesOnly() throws Exception {
        Shop shop = new Shop(1);
        List<Order> orders = shop.orders(4);
        String id = Town.fresh("bulk");
        complete(shop.desk.payAll(id, orders.subList(0, 2)));
        for (List<Order> others : List.of(
                orders.subList(2, 4),
                orders.subList(0, 1),
                orders.subList(0, 3),
                List.of(orders.get(1), orders.get(0)),
                List.of(orders.get(0), orders.get(1).times(2)))) {
            assertThat(shop.desk.payAll(id, others))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("CONFLICT"));
        }
        assertThat(shop.booked(orders.get(2))).isEmpty();
        // Another vendor's bulk of that id is another bulk.
        Shop other = new Shop(1);
        complete(other.desk.payAll(id, other.orders(1)));
        assertThat(progress(shop.town, id)
                        .expect(200)
                        .json()
                        .required("purchases")
                        .asInt())
                .isEqualTo(2);
        assertThat(progress(other.town, id)
                        .expect(200)
                        .json()
                        .required("purchases")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aBulkIsSeenInItsMiddle() throws Exception {
        Shop shop = new Shop(CROWD);
        List<Order> orders = shop.ordersEndingWithTheFirst(MANY);
        String id = Town.fresh("bulk");
        progress(shop.town, id).expect(404);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Answer> answer;
            try (Lock lock = new Lock()) {
                lock.take(shop.shoppers.get(0));
                answer = threads.submit(() -> shop.desk.payAll(id, orders));
                JsonNode middle = awaitMiddle(shop.town, id);
                Trial.say("in the middle of a bulk: %s", middle);
                assertThat(middle.required("state").asText()).isEqualTo("INCOMPLETE");
                assertThat(middle.required("purchases").asInt()).isEqualTo(MANY);
                assertThat(answer.isDone()).isFalse();
                progress(new Town(server, KeyFamily.ED25519), id).expect(404);
            }
            shop.assertEachBookedOnce(orders, complete(answer.get()).outcomes());
        } finally {
            threads.shutdownNow();
        }
        assertThat(progress(shop.town, id).expect(200).json().required("state").asText())
                .isEqualTo("COMPLETE");
    }

    /** Also that whatever cannot be decided in time is told as pending, and does not keep the rest from being told. */
    @Test
    void whatIsNotDecidedInTimeIsPendingAndIsDecidedWhenItIsSentAgain() throws Exception {
        Shop shop = new Shop(CROWD);
        List<Order> orders = shop.orders(MANY);
        String id = Town.fresh("bulk");
        BulkAnswer first;
        try (Lock lock = new Lock()) {
            lock.take(shop.shoppers.get(0));
            long began = System.nanoTime();
            first = (BulkAnswer) shop.desk.payAll(id, orders);
            Trial.say(
                    "with one account locked, after %d ms: %d accepted, %d refused, %d pending",
                    (System.nanoTime() - began) / 1_000_000, first.accepted(), first.refused(), first.pending());
            assertThat(first.isComplete()).isFalse();
            assertThat(first.accepted()).isPositive();
            assertThat(first.refused()).isZero();
            assertThat(progress(shop.town, id)
                            .expect(200)
                            .json()
                            .required("state")
                            .asText())
                    .isEqualTo("INCOMPLETE");
        }
        BulkAnswer again = complete(shop.desk.payAll(id, orders));
        shop.assertEachBookedOnce(orders, again.outcomes());
        for (int i = 0; i < MANY; i++) {
            if (first.outcomes().get(i) instanceof Accepted) {
                assertThat(again.outcomes().get(i)).isEqualTo(first.outcomes().get(i));
            }
        }
    }

    @Test
    void aBulkWhoseServerIsKilledInItsMiddleBooksEachPurchaseOnce() throws Exception {
        Shop shop = new Shop(CROWD);
        List<Order> orders = shop.ordersEndingWithTheFirst(MANY);
        String id = Town.fresh("bulk");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        int decided;
        try {
            try (Lock lock = new Lock()) {
                lock.take(shop.shoppers.get(0));
                String message = shop.desk.sealBulk(id, orders, false);
                Future<Boolean> lost = threads.submit(() -> {
                    try {
                        Http.exchange(shop.desk.bulkRequest(message));
                        return false;
                    } catch (IOException e) {
                        return true;
                    }
                });
                decided = awaitMiddle(shop.town, id).required("decided").asInt();
                server.kill9();
                assertThat(lost.get()).as("the answer is lost").isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        server.up();
        VendorDesk desk = shop.town.desk();
        int standing =
                progress(shop.town, id).expect(200).json().required("decided").asInt();
        Trial.say("killed when %d of %d were decided, %d stood", decided, MANY, standing);
        assertThat(standing).isBetween(decided, MANY - 1);
        shop.assertEachBookedOnce(orders, complete(desk.payAll(id, orders)).outcomes());
    }

    @Test
    void entitlementsComeWhenTheyAreAskedForAndSayWhatThoseOfInquiriesSay() throws Exception {
        Shop shop = new Shop(1);
        List<Order> orders = new ArrayList<>(shop.orders(3));
        orders.set(1, orders.get(1).withItem("nothing"));
        String message = shop.desk.sealBulk(Town.fresh("bulk"), orders, true);
        List<Outcome> outcomes = complete(
                        shop.desk.open(shop.desk.postBulk(message).expect(200), message))
                .outcomes();
        for (int i : List.of(0, 2)) {
            Confirmation singly = (Confirmation) shop.desk.inquire(orders.get(i).id());
            Accepted accepted = (Accepted) outcomes.get(i);
            assertThat(shop.desk.entitlement(accepted.entitlement()))
                    .isEqualTo(shop.desk.entitlement(singly.entitlement()));
        }
        assertThat(decision(outcomes.get(1))).isEqualTo("UNKNOWN_ITEM false");
    }

    @Test
    void aBulkOutOfFormIsRefusedAsAWholeAndSaysWhere() throws Exception {
        Shop shop = new Shop(1);
        Books.Rows before = Books.rows(server);
        refused(shop, claims -> claims.put("more", 1), "Leave out every claim but");
        refused(shop, claims -> claims.put("op", "pay"), "op");
        refused(shop, claims -> claims.remove(List.of("op")), "op");
        refused(shop, claims -> claims.set("purchases", OperatorClient.JSON.createArrayNode()), "1 to 1000");
        refused(shop, claims -> purchase(claims, 2).put("quantity", 0), "purchases[2]: Give the claim quantity");
        refused(shop, claims -> purchase(claims, 1).put("note", "x"), "purchases[1]: Leave out every claim but");
        refused(
                shop,
                claims -> purchase(claims, 2)
                        .put(
                                "submission",
                                purchase(claims, 0).path("submission").asText()),
                "purchases[2]: Give submission an id of its own, not that of purchases[0]");
        refused(
                shop,
                claims -> {
                    ArrayNode purchases = (ArrayNode) claims.path("purchases");
                    ObjectNode any = purchase(claims, 0);
                    IntStream.range(purchases.size(), MANY + 1)
                            .forEach(i -> purchases.add(any.deepCopy().put("submission", "s" + i)));
                },
                "1 to 1000");
        // Each kind of message has its own address.
        String single = shop.desk.seal(shop.orders(1).get(0));
        assertThat(code(shop, shop.desk.postBulk(single), single)).isEqualTo("INVALID_SUBMISSION");
        String bulk = shop.desk.sealBulk(Town.fresh("bulk"), shop.orders(2), false);
        assertThat(code(shop, shop.desk.post(bulk), bulk)).isEqualTo("INVALID_SUBMISSION");
        assertThat(Books.rows(server)).isEqualTo(before);
    }

    private static void refused(Shop shop, Consumer<ObjectNode> change, String says) throws Exception {
        ObjectNode claims = (ObjectNode) OperatorClient.JSON.readTree(Messages.claims(
                shop.town.vendor(), shop.desk.now(), "\"jti\":\"" + Town.fresh("bulk") + "\",\"op\":\"bulk\""));
        ArrayNode purchases = claims.putArray("purchases");
        shop.orders(3).forEach(order -> purchases
                .addObject()
                .put("submission", order.id())
                .put("customer", order.customer())
                .put("item", order.item()));
        change.accept(claims);
        String message = shop.desk.seal(claims.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(shop.desk.open(shop.desk.postBulk(message).expect(200), message))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("INVALID_SUBMISSION");
                    assertThat(refusal.detail()).contains(says);
                });
    }

    private static ObjectNode purchase(ObjectNode claims, int place) {
        return (ObjectNode) claims.path("purchases").get(place);
    }

    private static String code(Shop shop, Reply reply, String message) {
        return ((Refusal) shop.desk.open(reply.expect(200), message)).code();
    }

    @Test
    void strangersAndTooLongMessagesAreRefusedAsUsual() throws Exception {
        Shop shop = new Shop(1);
        Town other = new Town(server, KeyFamily.ED25519);
        VendorDesk stranger = new VendorDesk(server.http(), shop.town.vendor(), other.keys());
        Books.Rows before = Books.rows(server);
        String ofAnother = stranger.sealBulk(Town.fresh("bulk"), shop.orders(2), false);
        Reply refused = stranger.postBulk(ofAnother).expect(400);
        assertThat(refused.code()).isEqualTo("MESSAGE_NOT_ACCEPTED");
        String longest = "x".repeat(36 * 16_384);
        assertThat(shop.desk.postBulk(longest).expect(400).text()).isEqualTo(refused.text());
        assertThat(shop.desk.postBulk(longest + "x").expect(413).code()).isEqualTo("TOO_LARGE");
        String many = shop.desk.sealBulk(Town.fresh("bulk"), shop.orders(400), false);
        assertThat(many.length()).isGreaterThan(64 * 1024);
        assertThat(shop.desk.post(many).expect(413).code()).isEqualTo("TOO_LARGE");
        String some = shop.desk.sealBulk(Town.fresh("bulk"), shop.orders(200), false);
        assertThat(some.length()).isBetween(16_385, 64 * 1024);
        assertThat(shop.desk.post(some).expect(400).code()).isEqualTo("MESSAGE_NOT_ACCEPTED");
        assertThat(Books.rows(server)).isEqualTo(before);
    }

    /** The contract's limit is known to the node after a moment, so the same is sent until it is. */
    @Test
    void aBulkCountsAsItsPurchasesAgainstTheVendorsLimit() throws Exception {
        Shop shop = new Shop(1);
        shop.town
                .operator()
                .put(
                        "vendors/" + shop.town.vendor(),
                        OperatorClient.object()
                                .put("name", "Vendor of a test")
                                .put("currency", "USD")
                                .put("requestLimit", 50))
                .expect(200);
        List<Order> orders = shop.orders(MANY);
        String id = Town.fresh("bulk");
        Reply next = shop.desk.post(shop.desk.seal(orders.get(0)));
        for (int i = 0; i < 30 && next.status() != 429; i++) {
            shop.desk.payAll(id, orders);
            next = shop.desk.post(shop.desk.seal(orders.get(0)));
        }
        next.expect(429);
        // A thousand are owed, but for what two seconds had left over.
        assertThat(Integer.parseInt(next.header("Retry-After"))).isBetween(15, 20);
        String message = shop.desk.sealBulk(id, orders, false);
        assertThat(shop.desk.postBulk(message).expect(429).code()).isEqualTo("RATE_LIMITED");
    }

    private static BulkAnswer complete(Answer answer) {
        assertThat(answer).isInstanceOf(BulkAnswer.class);
        assertThat(((BulkAnswer) answer).isComplete()).isTrue();
        return (BulkAnswer) answer;
    }

    private static Reply progress(Town town, String bulk) throws InterruptedException {
        return new VendorClient(town).get("/bulks/" + bulk);
    }

    /** Waits until some purchases of the bulk are decided, of which not all can be. */
    private static JsonNode awaitMiddle(Town town, String bulk) throws InterruptedException {
        for (int i = 0; i < POLLS; i++) {
            Reply reply = progress(town, bulk);
            if (reply.status() == 200 && reply.json().required("decided").asInt() > 0) {
                assertThat(reply.json().required("decided").asInt()).isLessThan(MANY);
                return reply.json();
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new AssertionError(
                "Nothing of bulk " + bulk + " was decided within " + Duration.ofMillis(POLLS * POLL_MILLIS));
    }

    /** One vendor, one item, and customers who can pay. */
    private final class Shop {
        private final Town town = new Town(server, KeyFamily.ED25519);
        private final VendorDesk desk = town.desk();
        private final String item = town.item(PRICE);
        private final List<Shopper> shoppers = new ArrayList<>();

        Shop(int customers) throws Exception {
            for (int i = 0; i < customers; i++) {
                shoppers.add(town.shopper(FUNDS));
            }
        }

        /** New ones, of all customers by turns. */
        List<Order> orders(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> Order.of(shoppers.get(i % shoppers.size()), item))
                    .toList();
        }

        /** New ones, of which only the last is the first customer's: all before it are decided while that one is waited for. */
        List<Order> ordersEndingWithTheFirst(int count) {
            return IntStream.rangeClosed(1, count)
                    .mapToObj(i -> i == count ? 0 : 1 + i % (shoppers.size() - 1))
                    .map(shopper -> Order.of(shoppers.get(shopper), item))
                    .toList();
        }

        List<String> booked(Order order) throws SQLException {
            return Books.paymentsOf(server, town.vendor(), order.id());
        }

        /** The first of the orders have these outcomes, all accepted; each has one payment and one transfer. */
        void assertEachBookedOnce(List<Order> orders, List<Outcome> outcomes) throws SQLException {
            List<String> told = outcomes.stream()
                    .map(outcome -> outcome.submission() + " " + ((Accepted) outcome).payment() + " ACCEPTED 1")
                    .toList();
            assertThat(told.stream().map(line -> line.split(" ", -1)[0]))
                    .containsExactlyElementsOf(orders.subList(0, outcomes.size()).stream()
                            .map(Order::id)
                            .toList());
            List<String> stand = Books.texts(
                    server,
                    "select m.submission_id || ' ' || m.id || ' ' || m.outcome || ' '"
                            + " || (select count(*) from transfer t where t.id = m.id)"
                            + " from micropayment m join vendor v on v.id = m.vendor_id"
                            + " where v.code = '" + town.vendor() + "'");
            assertThat(stand).doesNotHaveDuplicates().containsAll(told);
            assertThat(stand.stream()
                            .filter(line -> orders.stream().anyMatch(order -> line.startsWith(order.id() + " "))))
                    .hasSize(orders.size());
        }
    }

    /** The lock on a customer's account, which keeps every batch with that customer from its end. */
    private final class Lock implements AutoCloseable {
        private final Connection connection = server.connect();

        Lock() throws SQLException {
            connection.setAutoCommit(false);
        }

        void take(Shopper shopper) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("select 1 from account where owner = 'customer:" + shopper.code() + "' for update");
            }
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }
}
