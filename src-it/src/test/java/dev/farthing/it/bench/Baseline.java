package dev.farthing.it.bench;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.it.bench.inside.Crowd;
import dev.farthing.it.bench.inside.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The yardstick: plain JDBC, sixteen connections, one call and one transaction a payment; see {@code baseline.sql}. */
final class Baseline {
    private static final int CONNECTIONS = 16;
    private static final int FINGERPRINT_BYTES = 32;

    private final BenchServer server;
    private final Population population;

    Baseline(BenchServer server, Population population) throws SQLException, IOException {
        this.server = server;
        this.population = population;
        try (Connection connection = server.farthing().connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema baseline authorization farthing_owner");
        }
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                InputStream script =
                        Objects.requireNonNull(Baseline.class.getResourceAsStream("baseline.sql"), "baseline.sql")) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            statement.execute("vacuum analyze");
        }
    }

    Round round(String name, double exponent, long millis, long seed) throws Exception {
        server.tidyUp();
        Standing before = Standing.now(server);
        AtomicInteger next = new AtomicInteger();
        BitSet accepted = new BitSet();
        long began = System.nanoTime();
        long until = began + TimeUnit.MILLISECONDS.toNanos(millis);
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Crowd crowd = new Crowd(
                        new Crowd.Shape(
                                population.customers(), population.vendors().size(), exponent, 0),
                        seed + i);
                all.add(threads.submit(() -> {
                    pay(name, crowd, until, next, accepted);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        drain();
        double seconds = (System.nanoTime() - began) / 1e9;
        Round round = new Round(
                accepted.cardinality(), seconds, accepted, Standing.now(server).since(before));
        check(name, round);
        return round;
    }

    private void pay(String name, Crowd crowd, long until, AtomicInteger next, BitSet accepted) throws SQLException {
        BitSet mine = new BitSet();
        byte[] fingerprint = new byte[FINGERPRINT_BYTES];
        try (Connection connection = server.connect();
                PreparedStatement pay = connection.prepareStatement("select baseline.pay(?, ?, ?, ?, ?, ?, ?, ?)")) {
            while (System.nanoTime() < until) {
                int number = next.getAndIncrement();
                int vendorNumber = crowd.nextVendor();
                Population.Vendor vendor = population.vendors().get(vendorNumber);
                pay.setString(1, vendor.code());
                pay.setString(2, vendor.keys().signing().kid());
                pay.setString(3, Names.submission(name, number));
                pay.setBytes(4, fingerprint);
                pay.setObject(5, UuidCreator.getTimeOrderedEpoch());
                pay.setObject(6, UuidCreator.getTimeOrderedEpoch());
                pay.setString(7, Names.identifier(vendorNumber, crowd.nextCustomer()));
                pay.setString(8, Names.ITEM);
                try (ResultSet outcome = pay.executeQuery()) {
                    outcome.next();
                    if (outcome.getString(1).equals("ACCEPTED")) {
                        mine.set(number);
                    }
                }
            }
        }
        synchronized (accepted) {
            accepted.or(mine);
        }
    }

    private void drain() throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("select baseline.drain()");
        }
    }

    private void check(String name, Round round) throws Voided, SQLException {
        Stored.check(server, "baseline", name, round.accepted());
        long wrong = server.number("""
                select count(*) from (
                  select id, sum(moved) as moved from (
                    select debit_account as id, -amount as moved from baseline.transfer
                    union all select credit_account, amount from baseline.transfer) l group by id) t
                  full join (
                    select a.id, case when a.folded then coalesce((select sum(credits - debits) from baseline.account_day d
                                                                    where d.account_id = a.id), 0) else a.posted end as kept
                      from baseline.account a) k on k.id = t.id
                 where coalesce(t.moved, 0) <> coalesce(k.kept, 0)
                """);
        Voided.unless(wrong == 0, "%d balances of the baseline are not what its transfers add up to", wrong);
    }
}
