package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.BulkAnswer;
import dev.farthing.kit.message.BulkAnswer.Accepted;
import dev.farthing.kit.message.BulkAnswer.Outcome;
import dev.farthing.kit.message.BulkAnswer.Pending;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: a server that is stopped under load ends what it has begun, and tells it; whoever is not answered was not served. Method: a
 * second node, with senders of single submissions and of bulks who never pause, is stopped as an operator does.
 */
@ExtendWith(SharedServer.class)
@Timeout(1_800)
class StopIT {
    private static final int ROUNDS = Trial.repetitions(1, 10);
    private static final int PAYMENTS_BEFORE = 200;
    private static final int BULKS_BEFORE = 12;
    private static final int SENDERS = 4;

    /** So many that a bulk goes through the lanes in waves. */
    private static final int PURCHASES = 600;

    private static final int SHOPPERS = 20;
    private static final long PRICE = 1_000;
    private static final long FUNDS = 1_000_000_000_000L;
    private static final long LIMIT_SECONDS = 120;

    private final FarthingServer server;

    StopIT(FarthingServer server) {
        this.server = server;
    }

    @Test
    void aServerThatIsStoppedTellsAllThatItHasBooked() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            FarthingServer node = server.secondNode(Map.of());
            try (FullLoad singly = new FullLoad(server, node.http(), KeyFamily.ED25519);
                    Bulks bulks = new Bulks(node)) {
                singly.awaitPayments(PAYMENTS_BEFORE);
                bulks.await(BULKS_BEFORE);
                node.down();
                assertThat(singly.untold()).as("booked singly, not told").isEmpty();
                bulks.endAndCheck();
                singly.endAndCheck("server stopped");
                // What it has not told customers yet lies in its own broker.
                node.up();
                Books.assertBalanced(server);
            } finally {
                node.down();
            }
        }
    }

    /** Senders of one vendor's bulks, each of whom ends at the first that is not answered. */
    private final class Bulks implements AutoCloseable {
        private final Town town = new Town(server, KeyFamily.P256);
        private final VendorDesk desk;
        private final String item = town.item(PRICE);
        private final List<Town.Shopper> shoppers = new ArrayList<>();
        private final Set<String> accepted = ConcurrentHashMap.newKeySet();
        private final Set<String> pending = ConcurrentHashMap.newKeySet();
        private final AtomicInteger answered = new AtomicInteger();
        private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
        private final List<Future<?>> senders = new ArrayList<>();

        Bulks(FarthingServer node) throws Exception {
            desk = town.desk().at(node.http());
            for (int i = 0; i < SHOPPERS; i++) {
                shoppers.add(town.shopper(FUNDS));
            }
            for (int i = 0; i < SENDERS; i++) {
                senders.add(threads.submit(() -> {
                    while (isAnswered()) {
                        answered.incrementAndGet();
                    }
                    return null;
                }));
            }
        }

        private boolean isAnswered() throws InterruptedException {
            List<Order> orders = IntStream.range(0, PURCHASES)
                    .mapToObj(i -> Order.of(shoppers.get(i % SHOPPERS), item))
                    .toList();
            String message = desk.sealBulk(Town.fresh("bulk"), orders, false);
            try {
                Reply reply = Http.exchange(desk.bulkRequest(message));
                if (reply.status() != 200) {
                    return false;
                }
                ((BulkAnswer) desk.open(reply, message)).outcomes().forEach(this::note);
                return true;
            } catch (IOException nobodyThere) {
                return false;
            }
        }

        private void note(Outcome outcome) {
            if (outcome instanceof Pending) {
                pending.add(outcome.submission());
            } else {
                assertThat(outcome).isInstanceOf(Accepted.class);
                accepted.add(outcome.submission());
            }
        }

        void await(int count) throws InterruptedException {
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            while (answered.get() < count) {
                assertThat(System.nanoTime()).as(answered + " bulks answered").isLessThan(until);
                Thread.sleep(1);
            }
        }

        /** What was told as accepted is booked; what is booked was told, if only as not decided yet. */
        void endAndCheck() throws Exception {
            for (Future<?> sender : senders) {
                sender.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
            List<String> booked = Books.texts(
                    server,
                    "select m.submission_id from micropayment m join vendor v on v.id = m.vendor_id where v.code = '"
                            + town.vendor() + "' and m.outcome = 'ACCEPTED'");
            Trial.say(
                    "server stopped: %d bulks answered, %d purchases told as accepted, %d as pending, %d booked",
                    answered.get(), accepted.size(), pending.size(), booked.size());
            assertThat(booked).doesNotHaveDuplicates().containsAll(accepted);
            booked.removeAll(accepted);
            assertThat(pending).as("booked in bulk, not told").containsAll(booked);
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }
}
