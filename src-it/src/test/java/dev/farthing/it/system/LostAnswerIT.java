package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.CuttingProxy.Cut;
import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A commit whose answer is lost is an unknown outcome, not a failure: the payment must be recognised as booked, and is
 * booked once. Method: a node whose way to the database leads through a proxy that cuts the connection around COMMIT.
 */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostAnswerIT {
    private static final long PRICE = 10_000;
    private static final long FUNDS = 1_000_000;

    /** More than the server itself tries, so that it gives up and says so. */
    private static final int ALL_TRIES = 50;

    private static final int CROWD = 40;

    private final FarthingServer server;
    private final CuttingProxy proxy;
    private final FarthingServer node;
    private final Town town;
    private final VendorDesk desk;

    LostAnswerIT(FarthingServer server) throws Exception {
        this.server = server;
        this.proxy = new CuttingProxy(server.databasePort());
        this.node = server.secondNode(Map.of("FARTHING_DATABASE_URL", proxy.jdbc()));
        this.town = new Town(server, KeyFamily.ED25519);
        this.desk = town.desk().at(node.http());
    }

    @AfterAll
    void end() throws Exception {
        node.kill9();
        proxy.close();
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        proxy.disarm();
        Books.assertBalanced(server);
    }

    @Test
    void aCommitWhoseAnswerIsLostIsRecognisedAsBooked() throws Exception {
        Order order = Order.of(town.shopper(FUNDS), town.item(PRICE));
        proxy.arm(Cut.AFTER_COMMIT, 1);

        Answer answer = desk.pay(order);

        assertThat(proxy.disarm()).isEqualTo(1);
        assertBookedOnce(order, answer);
    }

    @Test
    void aCommitThatDidNotArriveIsBookedByTheNextTry() throws Exception {
        Order order = Order.of(town.shopper(FUNDS), town.item(PRICE));
        proxy.arm(Cut.BEFORE_COMMIT, 1);

        Answer answer = desk.pay(order);

        assertThat(proxy.disarm()).isEqualTo(1);
        assertBookedOnce(order, answer);
    }

    @Test
    void aServerThatCannotLearnTheOutcomeSaysSoAndSendingAgainSettlesIt() throws Exception {
        for (Cut where : Cut.values()) {
            Order order = Order.of(town.shopper(FUNDS), town.item(PRICE));
            proxy.arm(where, ALL_TRIES);

            Reply reply = desk.post(desk.seal(order));

            int cuts = proxy.disarm();
            Trial.say("cut %s %d times: %d %s", where, cuts, reply.status(), reply.text());
            reply.expect(503);
            assertThat(reply.code()).isEqualTo("OUTCOME_UNKNOWN");
            assertThat(reply.json().required("outcome").asText()).isEqualTo("unknown");
            assertThat(reply.json().required("retryable").asBoolean()).isTrue();
            assertThat(reply.header("Retry-After")).isNotEmpty();
            assertBookedOnce(order, desk.settle(order));
        }
    }

    @Test
    void aCrowdWhoseCommitsAreLostIsBookedOnceEach() throws Exception {
        Shopper shopper = town.shopper(FUNDS);
        String item = town.item(PRICE);
        List<Order> orders =
                Stream.generate(() -> Order.of(shopper, item)).limit(CROWD).toList();
        for (Cut where : Cut.values()) {
            proxy.arm(where, 3);
            List<Answer> answers = AtOnce.run(CROWD, i -> () -> desk.settle(orders.get(i)));
            assertThat(proxy.disarm()).isPositive();
            for (int i = 0; i < CROWD; i++) {
                assertBookedOnce(orders.get(i), answers.get(i));
            }
        }
        assertThat(town.balance(shopper)).isEqualTo(FUNDS - CROWD * PRICE);
    }

    private void assertBookedOnce(Order order, Answer answer) throws Exception {
        assertThat(answer).isInstanceOf(Confirmation.class);
        String payment = ((Confirmation) answer).payment().id();
        assertThat(Books.paymentsOf(server, town.vendor(), order.id())).containsExactly(payment + " ACCEPTED 1");
    }
}
