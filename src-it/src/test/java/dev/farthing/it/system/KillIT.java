package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What was acknowledged is stored, whatever dies: the server or the database is killed in the middle of payments and
 * brought up again. Every acknowledged payment must stand exactly once with the id that was told; every other one is sent
 * again under its own id and must then stand exactly once too. The database comes back while the server still runs, which
 * must find it again by itself. Strikes the shared server: what runs after this runs on one that has recovered.
 */
@ExtendWith(SharedServer.class)
class KillIT {
    private static final int CYCLES = Trial.repetitions(2, 20);
    private static final int PAYERS = 8;
    private static final int LEAST_BEFORE_KILL = 50;
    private static final int MOST_MORE_BEFORE_KILL = 200;
    private static final long LIMIT_MILLIS = 60_000;
    private static final long PRICE = 1_000;
    private static final long FUNDS = 1_000_000_000;

    private final FarthingServer server;
    private final Random random = Trial.random("kill");

    KillIT(FarthingServer server) {
        this.server = server;
    }

    /** What strikes the machine, and how it is brought up again. */
    private interface Blow {
        void strike() throws Exception;
    }

    @Test
    void noAcknowledgedPaymentIsLostOrDoubledWhenTheServerIsKilled() throws Exception {
        for (int cycle = 1; cycle <= CYCLES; cycle++) {
            Crowd crowd = new Crowd(new Town(server, KeyFamily.ED25519));
            crowd.payUntil(() -> {
                server.kill9();
                server.up();
            });
            crowd.settleAndCheck("server killed, cycle " + cycle);
        }
    }

    @Test
    void noAcknowledgedPaymentIsLostOrDoubledWhenTheDatabaseIsKilled() throws Exception {
        for (int cycle = 1; cycle <= CYCLES; cycle++) {
            Crowd crowd = new Crowd(new Town(server, KeyFamily.P256));
            crowd.payUntil(() -> {
                server.killDatabase9();
                server.up();
            });
            crowd.settleAndCheck("database killed, cycle " + cycle);
        }
    }

    /** Payers who go on until they are not answered, and remember what they were told. */
    private final class Crowd {
        private final Town town;
        private final VendorDesk desk;
        private final List<Shopper> shoppers = new ArrayList<>();
        private final String item;
        private final Map<Order, String> acknowledged = new ConcurrentHashMap<>();
        private final Queue<Order> unknown = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean stopped = new AtomicBoolean();

        Crowd(Town town) throws Exception {
            this.town = town;
            this.desk = town.desk();
            this.item = town.item(PRICE);
            for (int i = 0; i < PAYERS; i++) {
                shoppers.add(town.shopper(FUNDS));
            }
        }

        void payUntil(Blow blow) throws Exception {
            int enough = LEAST_BEFORE_KILL + random.nextInt(MOST_MORE_BEFORE_KILL);
            List<Future<?>> payers = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(PAYERS);
            try {
                shoppers.forEach(shopper -> payers.add(threads.submit(() -> payOn(shopper))));
                long deadline = System.nanoTime() + LIMIT_MILLIS * 1_000_000;
                while (acknowledged.size() < enough && System.nanoTime() < deadline) {
                    Thread.sleep(1);
                }
                assertThat(acknowledged.size()).as("payments before the kill").isGreaterThanOrEqualTo(enough);
                blow.strike();
                stopped.set(true);
                for (Future<?> payer : payers) {
                    payer.get();
                }
            } finally {
                stopped.set(true);
                threads.shutdownNow();
            }
        }

        /** One order after the other, until one is not answered. */
        private Void payOn(Shopper shopper) throws InterruptedException {
            while (!stopped.get()) {
                Order order = Order.of(shopper, item);
                unknown.add(order);
                Answer answer = desk.tryToPay(order);
                if (answer == null) {
                    stopped.set(true);
                } else {
                    acknowledged.put(order, paymentId(answer));
                    unknown.remove(order);
                }
            }
            return null;
        }

        void settleAndCheck(String what) throws Exception {
            int lost = 0;
            for (Map.Entry<Order, String> told : acknowledged.entrySet()) {
                assertThat(payments(told.getKey())).containsExactly(told.getValue() + " ACCEPTED 1");
            }
            VendorDesk again = town.desk();
            for (Order order : unknown) {
                lost += payments(order).size();
                String payment = paymentId(again.settle(order));
                assertThat(payments(order)).containsExactly(payment + " ACCEPTED 1");
            }
            Trial.say(
                    "%s: %d acknowledged, %d unknown of which %d were booked",
                    what, acknowledged.size(), unknown.size(), lost);
            long spent = (acknowledged.size() + unknown.size()) * PRICE;
            assertThat(town.conditional()).isEqualTo(spent);
            Books.assertBalanced(server);
        }

        private List<String> payments(Order order) throws Exception {
            return Books.paymentsOf(server, town.vendor(), order.id());
        }

        private String paymentId(Answer answer) {
            assertThat(answer).isInstanceOf(Confirmation.class);
            return ((Confirmation) answer).payment().id();
        }
    }
}
