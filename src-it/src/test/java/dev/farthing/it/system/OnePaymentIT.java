package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.client.ClientSettings;
import dev.farthing.kit.client.FarthingClient;
import dev.farthing.kit.client.Purchase;
import dev.farthing.kit.client.Server;
import dev.farthing.kit.client.VendorKeys;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Amount;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Payment;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.proof.Enrolment;
import dev.farthing.kit.proof.ProvenRequest;
import dev.farthing.kit.proof.RequestProof;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One payment through the whole house: what the vendor gets, what the customer is told, what stands in the books; and each
 * way in which it is refused. Method: a vendor's own messages over HTTP, operators over HTTPS, rows over JDBC.
 */
@ExtendWith(SharedServer.class)
class OnePaymentIT {
    private static final long PRICE = 250_000;
    private static final long FUNDS = 1_000_000;

    private final FarthingServer server;
    private Town town;
    private VendorDesk desk;

    OnePaymentIT(FarthingServer server) throws Exception {
        this.server = server;
        this.town = new Town(server, KeyFamily.ED25519);
        this.desk = town.desk();
    }

    @BeforeEach
    void seed() {
        Trial.random("one payment");
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
    }

    @ParameterizedTest
    @EnumSource(KeyFamily.class)
    void aPaymentDebitsTheCustomerCreditsTheVendorAndTellsTheCustomer(KeyFamily family) throws Exception {
        town = new Town(server, family);
        desk = town.desk();
        Shopper shopper = town.shopper(FUNDS);
        String item = town.item(PRICE);

        Confirmation paid = accepted(desk.pay(Order.of(shopper, item).times(3).guarded(PRICE)));

        Payment payment = paid.payment();
        assertThat(payment.amount()).isEqualTo(new Amount(3 * PRICE, "USD", 6));
        assertThat(payment.customer()).isEqualTo(shopper.identifier());
        assertThat(payment.item()).isEqualTo(item);
        assertThat(payment.quantity()).isEqualTo(3);
        assertThat(payment.rights()).isEqualTo("once");
        assertThat(payment.state()).isEqualTo("CONDITIONAL");
        assertThat(payment.businessDate())
                .hasToString(Http.get(server.http(), "/health/ready")
                        .json()
                        .required("businessDate")
                        .asText());
        assertThat(paid.server()).isEqualTo("farthing");
        assertThat(paid.vendor()).isEqualTo(town.vendor());
        assertThat(town.balance(shopper)).isEqualTo(FUNDS - 3 * PRICE);
        assertThat(town.conditional()).isEqualTo(3 * PRICE);
        assertThat(balances(proof(Instant.now()))
                        .expect(200)
                        .json()
                        .at("/conditional/0/value")
                        .asLong())
                .isEqualTo(3 * PRICE);
        assertThat(noticesOf(shopper)).containsExactly(payment.id());
    }

    @Test
    void theKitsOwnClientPaysToo() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        FarthingClient client = new FarthingClient(
                new Server(server.http(), Town.AUDIENCE), town.vendor(), town.keys(), ClientSettings.defaults());

        Confirmation paid = accepted(client.pay(Purchase.one(shopper.identifier(), town.item(PRICE))));

        assertThat(paid.payment().amount().value()).isEqualTo(PRICE);
    }

    @Test
    void theSameSubmissionSealedAnewIsTheSamePayment() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        Order order = Order.of(shopper, town.item(PRICE));

        Payment first = accepted(desk.pay(order)).payment();
        Payment again = accepted(desk.pay(order)).payment();

        assertThat(again).isEqualTo(first);
        assertThat(town.balance(shopper)).isEqualTo(FUNDS - PRICE);
    }

    @Test
    void theSameMessageSentTwiceIsTheSamePayment() throws Exception {
        String message = desk.seal(Order.of(town.shopper(FUNDS), town.item(PRICE)));

        Answer first = desk.open(desk.post(message).expect(200), message);
        Answer again = desk.open(desk.post(message).expect(200), message);

        assertThat(accepted(again).payment()).isEqualTo(accepted(first).payment());
    }

    @Test
    void aRefusalIsReplayedTooEvenWhenItsReasonIsGone() throws Exception {
        Shopper shopper = town.shopper(PRICE - 1);
        Order order = Order.of(shopper, town.item(PRICE));
        assertThat(refused(desk.pay(order))).isEqualTo("INSUFFICIENT_FUNDS");

        town.operator().topUp(shopper.code(), FUNDS, Town.fresh("top-up")).expect(201);

        assertThat(refused(desk.pay(order))).isEqualTo("INSUFFICIENT_FUNDS");
        accepted(desk.pay(order.withId(Town.fresh("order"))));
    }

    @Test
    void anotherPurchaseUnderAUsedIdIsAConflictAndBooksNothing() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        Order order = Order.of(shopper, town.item(PRICE));
        accepted(desk.pay(order));

        for (Order other : List.of(
                order.times(2),
                order.withItem(town.item(PRICE)),
                order.guarded(PRICE),
                order.withItem("no-such-item"))) {
            assertThat(refused(desk.pay(other))).isEqualTo("CONFLICT");
        }
        assertThat(town.balance(shopper)).isEqualTo(FUNDS - PRICE);
    }

    @Test
    void twoVendorsMayUseTheSameSubmissionId() throws Exception {
        Town other = new Town(server, KeyFamily.P256);
        Order mine = Order.of(town.shopper(FUNDS), town.item(PRICE));
        Order theirs = Order.of(other.shopper(FUNDS), other.item(PRICE)).withId(mine.id());

        String myPayment = accepted(desk.pay(mine)).payment().id();
        String theirPayment = accepted(other.desk().pay(theirs)).payment().id();

        assertThat(myPayment).isNotEqualTo(theirPayment);
    }

    /** Each refusal with everything of a lower precedence wrong as well, so that the order shows. */
    @Test
    void refusalsComeInTheirOrderAndBookNothing() throws Exception {
        Shopper poor = town.shopper(1);
        Shopper stranger = town.stranger(1);
        town.status(stranger, "FROZEN");
        Shopper frozen = town.shopper(1);
        town.status(frozen, "FROZEN");
        String item = town.item(PRICE);
        String offSale = town.putItem(Town.fresh("item"), PRICE, false);
        Shopper nobody = new Shopper("nobody", "no-such-identifier");
        long transfers = Books.rows(server).transfers();

        assertThat(refused(desk.pay(Order.of(nobody, offSale).guarded(1)))).isEqualTo("UNKNOWN_CUSTOMER");
        assertThat(refused(desk.pay(Order.of(stranger, offSale).guarded(1)))).isEqualTo("NO_CONSENT");
        assertThat(refused(desk.pay(Order.of(frozen, offSale).guarded(1)))).isEqualTo("ITEM_NOT_ON_SALE");
        assertThat(refused(desk.pay(Order.of(frozen, "no-such-item").guarded(1))))
                .isEqualTo("UNKNOWN_ITEM");
        assertThat(refused(desk.pay(Order.of(frozen, item).guarded(PRICE + 1)))).isEqualTo("PRICE_CHANGED");
        assertThat(refused(desk.pay(Order.of(frozen, item).guarded(PRICE)))).isEqualTo("ACCOUNT_FROZEN");
        assertThat(refused(desk.pay(Order.of(poor, item).guarded(PRICE)))).isEqualTo("INSUFFICIENT_FUNDS");

        assertThat(Books.rows(server).transfers()).isEqualTo(transfers);
        assertThat(town.balance(poor)).isEqualTo(1);
    }

    @Test
    void aConflictGoesBeforeAVendorThatIsNotActiveAndThatBeforeAllElse() throws Exception {
        Order order = Order.of(town.shopper(FUNDS), town.item(PRICE));
        accepted(desk.pay(order));
        town.operator()
                .post(
                        "vendors/" + town.vendor() + "/status",
                        OperatorClient.object().put("status", "SUSPENDED").put("reason", "a test"))
                .expect(200);

        assertThat(refused(desk.pay(order.times(2)))).isEqualTo("CONFLICT");
        assertThat(refused(desk.pay(order.withId(Town.fresh("order")).withItem("no-such-item"))))
                .isEqualTo("VENDOR_NOT_ACTIVE");
        accepted(desk.pay(order));
    }

    @Test
    void anAuthenticMessageThatIsNoSubmissionIsRefusedSealedAndNotStored() throws Exception {
        Books.Rows before = Books.rows(server);
        for (String claims : List.of(
                "\"jti\":\"x\"",
                "\"jti\":\"x\",\"customer\":\"c\",\"item\":\"i\",\"quantity\":0",
                "\"jti\":\"x\",\"customer\":\"c\",\"item\":\"i\",\"quantity\":1001",
                "\"jti\":\"x\",\"customer\":\"c\",\"item\":\"i\",\"unknown\":1",
                "\"jti\":\"x\",\"customer\":\"c\",\"item\":\"i\",\"price\":\"1\"",
                "\"jti\":\"x y\",\"customer\":\"c\",\"item\":\"i\"",
                "\"jti\":\"" + "x".repeat(65) + "\",\"customer\":\"c\",\"item\":\"i\"",
                "\"jti\":7,\"customer\":\"c\",\"item\":\"i\"",
                "\"customer\":\"c\",\"item\":\"i\"")) {
            String message = desk.seal(Messages.claims(town.vendor(), desk.now(), claims));
            assertThat(refused(desk.open(desk.post(message).expect(200), message)))
                    .as(claims)
                    .isEqualTo("INVALID_SUBMISSION");
        }
        assertThat(Books.rows(server)).isEqualTo(before);
    }

    @Test
    void withdrawnConsentIsNoConsent() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        String item = town.item(PRICE);
        accepted(desk.pay(Order.of(shopper, item)));

        town.operator()
                .delete("customers/" + shopper.code() + "/consents/" + town.vendor())
                .expect(204);

        assertThat(refused(desk.pay(Order.of(shopper, item)))).isEqualTo("NO_CONSENT");
    }

    @Test
    void aRequestProofIsGoodForOneRequestOnly() throws Exception {
        String proof = proof(Instant.now());
        balances(proof).expect(200);

        List<String> refused =
                List.of(proof, proof(Instant.now().minus(Duration.ofMinutes(2))), proofOf("POST"), "", "not.a.proof");
        for (String bad : refused) {
            Reply reply = balances(bad).expect(401);
            assertThat(reply.code()).isEqualTo("PROOF_REFUSED");
            assertThat(reply.text()).isEqualTo(balances(proof).text());
        }
    }

    @Test
    void anEnrolmentCodeIsGoodForOneVendorsFirstKeysOnly() throws Exception {
        String vendor = Town.fresh("vendor");
        town.putVendor(vendor);
        String code = town.enrolmentCode(vendor);
        VendorKeys keys = VendorKeys.generate(KeyFamily.P256, new SecureRandom());
        Reply first = enrol(code, keys).expect(201);

        assertThat(enrol(code, keys).expect(201).text())
                .as("sent again, as after a lost answer")
                .isEqualTo(first.text());

        VendorKeys others = VendorKeys.generate(KeyFamily.ED25519, new SecureRandom());
        Reply used = enrol(code, others).expect(403);
        assertThat(used.code()).isEqualTo("ENROLMENT_REFUSED");
        assertThat(enrol("wrong", others).expect(403).observable()).isEqualTo(used.observable());
        assertThat(enrol(town.enrolmentCode(vendor), others).expect(403).observable())
                .as("a vendor that has keys")
                .isEqualTo(used.observable());
    }

    private static Confirmation accepted(Answer answer) {
        assertThat(answer).isInstanceOf(Confirmation.class);
        return (Confirmation) answer;
    }

    private static String refused(Answer answer) {
        assertThat(answer).isInstanceOf(Refusal.class);
        Refusal refusal = (Refusal) answer;
        assertThat(refusal.outcome()).isEqualTo("none");
        return refusal.code();
    }

    private List<String> noticesOf(Shopper shopper) throws Exception {
        Books.awaitDrained(server);
        JsonNode page = town.operator()
                .get("customers/" + shopper.code() + "/notices")
                .expect(200)
                .json();
        return page.required("notices").findValuesAsText("payment");
    }

    private Reply enrol(String code, VendorKeys keys) throws InterruptedException {
        String enrolment =
                Enrolment.sign(code, keys.signing(), keys.decryption().encryptionKey(), Town.AUDIENCE, Instant.now());
        return Http.send(Http.request(server.http(), "/api/v1/enrolments")
                .header("Content-Type", "application/jose")
                .POST(BodyPublishers.ofString(enrolment))
                .build());
    }

    private String proof(Instant at) {
        return proof("GET", at);
    }

    private String proofOf(String method) {
        return proof(method, Instant.now());
    }

    private String proof(String method, Instant at) {
        ProvenRequest request =
                new ProvenRequest(Town.AUDIENCE, method, server.http() + "/api/v1/vendor/balances", null, new byte[0]);
        return RequestProof.sign(town.keys().signing(), request, Town.fresh("proof"), at);
    }

    private Reply balances(String proof) throws InterruptedException {
        HttpRequest.Builder request = Http.request(server.http(), "/api/v1/vendor/balances");
        if (!proof.isEmpty()) {
            request.header(RequestProof.HEADER, proof);
        }
        return Http.send(request.GET().build());
    }
}
