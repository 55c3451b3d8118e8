package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Returned;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: a row that somebody holds locked keeps those waiting who want it, and nobody else. Method: a connection of the test holds a row
 * of one customer, who is asked to pay again and again, while another customer pays.
 */
@ExtendWith(SharedServer.class)
@Timeout(300)
class HeldIT {
    private static final long FUNDS = 1_000_000;
    private static final long PRICE = 1_000;
    private static final int PURCHASES = 10;

    /** Less than a batch's patience of ten seconds: whoever waits longer has waited for the held one. */
    private static final long PROMPT_MILLIS = 8_000;

    private final FarthingServer server;
    private final Town town;
    private final VendorDesk desk;
    private final String item;
    private final Shopper held;
    private final Shopper other;

    HeldIT(FarthingServer server) throws Exception {
        this.server = server;
        this.town = new Town(server, KeyFamily.ED25519);
        this.desk = town.desk();
        this.item = town.item(PRICE);
        this.held = town.shopper(FUNDS);
        this.other = town.shopper(FUNDS);
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
    }

    @Test
    void aHeldAccountKeepsItsCustomerWaitingAndNobodyElse() throws Exception {
        Order before = Order.of(held, item);
        Confirmation confirmed = (Confirmation) desk.pay(before);
        Order order = Order.of(held, item);
        whileHeld("account where owner = 'customer:" + held.code() + "'", desk.seal(order), () -> {
            String again = desk.seal(before);
            assertThat(((Confirmation) desk.open(desk.post(again).expect(200), again)).payment())
                    .as("what was decided is told, whoever holds what")
                    .isEqualTo(confirmed.payment());
        });
        assertThat(desk.settle(order)).isInstanceOf(Confirmation.class);
        assertThat(Books.paymentsOf(server, town.vendor(), order.id())).hasSize(1);
    }

    @Test
    void aHeldCapKeepsItsCustomerWaitingAndNobodyElse() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into spending_cap (customer_id, kind, currency, amount)"
                    + " select id, 'PER_DAY', 'USD', 1000000000 from customer where code = '" + held.code() + "'");
        }
        Order order = Order.of(held, item);
        whileHeld(
                "spending_cap where customer_id = (select id from customer where code = '" + held.code() + "')",
                desk.seal(order),
                () -> {});
        assertThat(desk.settle(order)).isInstanceOf(Confirmation.class);
    }

    @Test
    void aReturnToAHeldAccountKeepsNobodyElseWaiting() throws Exception {
        Order order = Order.of(held, item);
        desk.pay(order);
        Return back = new Return(desk.header(Town.fresh("return")), Return.Kind.REVERSAL, order.id(), null, "a test's");
        whileHeld("account where owner = 'customer:" + held.code() + "'", desk.seal(back.toJson()), () -> {});
        String again = desk.seal(
                new Return(desk.header(back.submissionId()), Return.Kind.REVERSAL, order.id(), null, "a test's")
                        .toJson());
        assertThat(desk.open(desk.post(again).expect(200), again)).isInstanceOf(Returned.class);
    }

    private interface Look {
        void at() throws Exception;
    }

    /** Sends the held one's message all the time; meanwhile the other pays, each time promptly. */
    private void whileHeld(String rows, String message, Look look) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select 1 from " + rows + " for update");
            CompletableFuture<Integer> sending = CompletableFuture.supplyAsync(() -> sendUntil(over, message));
            try {
                long slowest = 0;
                for (int i = 0; i < PURCHASES; i++) {
                    long began = System.nanoTime();
                    assertThat(desk.pay(Order.of(other, item))).isInstanceOf(Confirmation.class);
                    slowest = Math.max(slowest, (System.nanoTime() - began) / 1_000_000);
                }
                look.at();
                Trial.say("beside rows of %s the slowest of %d took %d ms", rows, PURCHASES, slowest);
                assertThat(slowest).isLessThan(PROMPT_MILLIS);
            } finally {
                over.set(true);
            }
            assertThat(sending.join())
                    .as("answers to the held one, none a decision")
                    .isPositive();
            connection.rollback();
        }
    }

    /** Sends it at least once. */
    private int sendUntil(AtomicBoolean over, String message) {
        int answers = 0;
        try {
            do {
                Reply reply = desk.post(message).expect(503);
                assertThat(reply.code()).isEqualTo("OUTCOME_UNKNOWN");
                answers++;
            } while (!over.get());
            return answers;
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }
}
