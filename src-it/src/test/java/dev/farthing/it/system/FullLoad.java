package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Customers of one vendor who buy without a pause, more at once than the server can serve, until they are told to stop. Whoever is
 * not answered sends the same order again until it is, and all remember what they were told. In the end what was acknowledged must
 * be stored, once and under the id that was told; what was not, when they stopped, is sent once more, and is then stored once too.
 */
final class FullLoad implements AutoCloseable {
    private static final int SENDERS = 24;
    private static final int SHOPPERS = 40;
    private static final long PRICE = 1_000;
    private static final long FUNDS = 1_000_000_000_000L;
    private static final long PAUSE_MILLIS = 50;
    private static final long LIMIT_SECONDS = 120;

    private final Town town;
    private final VendorDesk desk;
    private final String item;
    private final List<Shopper> shoppers = new ArrayList<>();
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final Queue<Order> unknown = new ConcurrentLinkedQueue<>();
    private final AtomicLong unanswered = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
    private final List<Future<?>> senders = new ArrayList<>();

    /** Begins at a node: {@code at} is where it is reached, the books are read at the server. */
    FullLoad(FarthingServer server, URI at, KeyFamily family) throws Exception {
        town = new Town(server, family);
        desk = town.desk().at(at);
        item = town.item(PRICE);
        for (int i = 0; i < SHOPPERS; i++) {
            shoppers.add(town.shopper(FUNDS));
        }
        for (int i = 0; i < SENDERS; i++) {
            int first = i;
            senders.add(threads.submit(() -> payOn(first)));
        }
    }

    private Void payOn(int first) throws InterruptedException {
        for (int i = first; !stopped.get(); i++) {
            Order order = Order.of(shoppers.get(i % SHOPPERS), item);
            Answer answer = exchange(order);
            for (; answer == null && !stopped.get(); answer = exchange(order)) {
                Thread.sleep(PAUSE_MILLIS);
            }
            if (answer == null) {
                unknown.add(order);
            } else {
                acknowledged.put(order.id(), paymentId(answer));
            }
        }
        return null;
    }

    private @Nullable Answer exchange(Order order) throws InterruptedException {
        long began = System.nanoTime();
        Answer answer = desk.tryToPay(order);
        longestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
        if (answer == null) {
            unanswered.incrementAndGet();
        }
        return answer;
    }

    /** Waits for so many more payments; returns how long that took, in milliseconds. */
    long awaitPayments(int count) throws InterruptedException {
        long began = System.nanoTime();
        int wanted = acknowledged.size() + count;
        while (acknowledged.size() < wanted) {
            if (System.nanoTime() - began > TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
                throw new AssertionError("Of " + count + " payments, " + (wanted - acknowledged.size())
                        + " were not made within " + LIMIT_SECONDS + " s");
            }
            Thread.sleep(1);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    /** How long the longest exchange so far took, answered or not, in milliseconds. */
    long longestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(longestNanos.get());
    }

    /** Exchanges that ended in no answer, or in one that says to come again. */
    long unanswered() {
        return unanswered.get();
    }

    /** Stops; returns the submissions that are stored, and of which nobody was told before. */
    Set<String> untold() throws Exception {
        stop();
        Set<String> untold = new HashSet<>(stored().keySet());
        untold.removeAll(acknowledged.keySet());
        return untold;
    }

    /** Stops, settles what is unknown at the server, and looks at every payment. */
    void endAndCheck(String what) throws Exception {
        stop();
        int told = acknowledged.size();
        for (Order order : unknown) {
            acknowledged.put(order.id(), paymentId(town.desk().settle(order)));
        }
        assertThat(stored()).as(what).isEqualTo(acknowledged);
        assertThat(town.conditional()).isEqualTo(acknowledged.size() * PRICE);
        Trial.say(
                "%s: %d acknowledged, %d settled afterwards, %d exchanges not answered; the longest took %d ms",
                what, told, unknown.size(), unanswered.get(), longestMillis());
    }

    private void stop() throws Exception {
        stopped.set(true);
        for (Future<?> sender : senders) {
            sender.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** The accepted payments of the vendor that have their transfer, by submission id; each must be there once. */
    private Map<String, String> stored() throws SQLException {
        Map<String, String> stored = new HashMap<>();
        try (Connection connection = town.server().connect();
                PreparedStatement query = connection.prepareStatement("""
                        select m.submission_id, m.id::text
                          from micropayment m
                          join vendor v on v.id = m.vendor_id
                          join transfer t on t.business_date = m.business_date and t.id = m.id
                         where v.code = ? and m.outcome = 'ACCEPTED'
                        """)) {
            query.setString(1, town.vendor());
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    assertThat(stored.put(row.getString(1), row.getString(2)))
                            .as("submission " + row.getString(1))
                            .isNull();
                }
            }
        }
        return stored;
    }

    private static String paymentId(Answer answer) {
        assertThat(answer).isInstanceOf(Confirmation.class);
        return ((Confirmation) answer).payment().id();
    }

    @Override
    public void close() {
        stopped.set(true);
        threads.shutdownNow();
    }
}
