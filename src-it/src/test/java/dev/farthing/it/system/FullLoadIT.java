package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.CuttingProxy.Cut;
import dev.farthing.kit.envelope.KeyFamily;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What holds in quiet hours holds when the server has more to do than it can: accounts are spent down to what they afford, one
 * submission is one payment, what was acknowledged is stored; and whatever happens to the database, every request ends in
 * time, and the service comes back by itself. Method: a crowd that never pauses, and meanwhile storms, cuts and kills.
 */
@ExtendWith(SharedServer.class)
@Timeout(900)
class FullLoadIT {
    private static final int ROUNDS = Trial.repetitions(1, 10);
    private static final int UNDER_WAY = 200;

    /** The server's own limit for an answer is 20 s; the rest is for a machine that is busy with this very test. */
    private static final long LONGEST_EXCHANGE_MILLIS = 27_000;

    private static final int FROZEN_SECONDS = 20;
    private static final int BACKLOG = 60_000;
    private static final long BACKLOG_NANOS = 60_000_000_000L;
    private static final long POLL_MILLIS = 100;
    private static final String NUMBERED = "not exists (select 1 from outbox where number is null)";

    private final FarthingServer server;
    private final Storm storm = new Storm(Trial.random("storm under load"));

    FullLoadIT(FarthingServer server) {
        this.server = server;
    }

    private interface Blow {
        void strike(FullLoad load) throws Exception;
    }

    @AfterEach
    void booksAreBalancedAndNobodyDeadlocked() throws Exception {
        Books.assertBalanced(server);
        assertThat(server.databaseLog()).doesNotContain("deadlock detected");
    }

    @Test
    void stormsAtOneNode() throws Exception {
        underLoad("storms at one node", KeyFamily.ED25519, load -> {
            Town town = new Town(server, KeyFamily.P256);
            storm.spendDown(town, List.of(town.desk()));
            storm.sendManyTimes(town, List.of(town.desk()));
        });
    }

    @Test
    void stormsAtTwoNodes() throws Exception {
        FarthingServer second = server.secondNode(Map.of());
        try (FullLoad atSecond = new FullLoad(server, second.http(), KeyFamily.P256)) {
            underLoad("storms at two nodes", KeyFamily.ED25519, load -> {
                Town town = new Town(server, KeyFamily.ED25519);
                List<VendorDesk> desks = List.of(town.desk(), town.desk().at(second.http()));
                storm.spendDown(town, desks);
                storm.sendManyTimes(town, desks);
            });
            atSecond.endAndCheck("the second node's own load");
        } finally {
            second.down();
        }
    }

    @Test
    void theServerIsKilled() throws Exception {
        underLoad("server killed", KeyFamily.ED25519, load -> {
            server.kill9();
            server.up();
            recovers(load, "the server's return");
        });
    }

    @Test
    void theDatabaseIsKilled() throws Exception {
        underLoad("database killed", KeyFamily.P256, load -> {
            server.killDatabase9();
            server.up();
            recovers(load, "the database's return");
        });
        assertThat(server.isRunning()).isTrue();
    }

    @Test
    void aConnectionOfTheDatabaseIsKilled() throws Exception {
        underLoad("connections killed", KeyFamily.ED25519, load -> {
            assertThat(terminateConnections()).isPositive();
            recovers(load, "the end of all connections");
        });
    }

    @Test
    void theDatabaseIsFrozen() throws Exception {
        underLoad("database frozen for " + FROZEN_SECONDS + " s", KeyFamily.P256, load -> {
            ProcessHandle database = Processes.database(server.home()).orElseThrow();
            Processes.freezeAll(database);
            try {
                Thread.sleep(FROZEN_SECONDS * 1_000L);
            } finally {
                Processes.thawAll(database);
            }
            recovers(load, "the database's awakening");
        });
    }

    @Test
    void answersToCommitsAreLost() throws Exception {
        try (CuttingProxy proxy = new CuttingProxy(server.databasePort())) {
            FarthingServer node = server.secondNode(Map.of("FARTHING_DATABASE_URL", proxy.jdbc()));
            try (FullLoad load = new FullLoad(server, node.http(), KeyFamily.ED25519)) {
                load.awaitPayments(UNDER_WAY);
                int cuts = 0;
                for (int round = 0; round < 4 * ROUNDS; round++) {
                    proxy.arm(round % 2 == 0 ? Cut.AFTER_COMMIT : Cut.BEFORE_COMMIT, 2);
                    load.awaitPayments(UNDER_WAY);
                    cuts += proxy.disarm();
                }
                load.endAndCheck(cuts + " connections cut around COMMIT");
                assertThat(cuts).isPositive();
            } finally {
                proxy.disarm();
                node.down();
            }
        }
    }

    @Test
    void aBacklogThatNoStatisticsKnowOfIsNumbered() throws Exception {
        try (Connection connection = server.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path = farthing");
            await(statement, NUMBERED);
            statement.execute("analyze outbox");
            statement.execute("insert into outbox (event_id, topic, payload, created_at)"
                    + " select gen_random_uuid(), 'item.published', '{}', now() from generate_series(1, " + BACKLOG
                    + ")");
            // A turn that takes a plan for few is ended by the statement timeout, a thousand events later or none.
            await(statement, NUMBERED);
        }
    }

    private static void await(Statement statement, String condition) throws SQLException, InterruptedException {
        long until = System.nanoTime() + BACKLOG_NANOS;
        while (!isTrue(statement, condition)) {
            assertThat(System.nanoTime()).as(condition).isLessThan(until);
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean isTrue(Statement statement, String condition) throws SQLException {
        try (ResultSet row = statement.executeQuery("select " + condition)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void underLoad(String what, KeyFamily family, Blow blow) throws Exception {
        try (FullLoad load = new FullLoad(server, server.http(), family)) {
            for (int round = 1; round <= ROUNDS; round++) {
                load.awaitPayments(UNDER_WAY);
                blow.strike(load);
                load.awaitPayments(UNDER_WAY);
            }
            load.endAndCheck(what);
            assertThat(load.longestMillis()).as("the longest exchange").isLessThan(LONGEST_EXCHANGE_MILLIS);
        }
    }

    private static void recovers(FullLoad load, String from) throws InterruptedException {
        Trial.say(
                "%d ms from %s to the first payment; %d exchanges not answered so far",
                load.awaitPayments(1), from, load.unanswered());
    }

    /** All of the server's at once, in the middle of whatever they are doing. */
    private int terminateConnections() throws SQLException {
        try (Connection connection = server.connectAsSuperuser();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'farthing %'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
