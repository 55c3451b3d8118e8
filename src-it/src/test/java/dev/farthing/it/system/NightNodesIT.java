package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A night is one run, on however many nodes it is started, stopped and taken up. Method: two nodes on the evening that
 * {@link NightKillIT} kills; what the night comes to is compared with the one that nobody disturbed.
 */
@ExtendWith(SharedNight.class)
class NightNodesIT {
    private static final int STARTS = 8;

    /** Longer than it takes to freeze a process that has left its mark. */
    private static final long PAUSE_MILLIS = 3_000;

    private static final int LIMIT_MILLIS = 60_000;
    private static final int POLL_MILLIS = 50;

    private final PreparedNight night;
    private final FarthingServer first;

    NightNodesIT(PreparedNight night) {
        this.night = night;
        this.first = night.server();
    }

    /** Nobody needs its servers until another test puts the night back. */
    @AfterAll
    static void rest(PreparedNight night) {
        night.close();
    }

    @Test
    void manyStartsAtOnceOnTwoNodesAreOneRunAlsoWhenItWasStopped() throws Exception {
        night.putBack();
        List<String> waiting = night.ambush().options(Ambush.untilStoppedBefore("payouts"));
        first.up(waiting);
        FarthingServer second = first.secondNode(Map.of("FARTHING_JAVA_OPTS", FarthingServer.javaOptions(waiting)));

        long run = begunOnce(AtOnce.run(STARTS, i -> () -> NightTown.start(i % 2 == 0 ? first : second, night.day())));
        night.ambush().awaitReached();
        new OperatorClient(second).post("jobs/" + run + "/stop").expect(202);
        JsonNode stopped = NightTown.awaitEnd(first, run);
        assertThat(stopped.required("state").asText()).as("%s", stopped).isEqualTo("STOPPED");
        assertThat(NightStanding.of(first, night.day()).payouts()).isZero();

        long again = begunOnce(AtOnce.run(
                STARTS, i -> () -> new OperatorClient(i % 2 == 0 ? first : second).post("jobs/" + run + "/restart")));
        JsonNode ended = NightTown.awaitEnd(first, again);

        assertThat(again).isEqualTo(run);
        assertThat(ended.required("state").asText()).as("%s", ended).isEqualTo("COMPLETED");
        assertThat(ended.required("attempt").asInt()).isEqualTo(2);
        BankWindow bank = new BankWindow(first);
        bank.take();
        night.assertCameToTheSame(bank);
    }

    /**
     * One thread is frozen when it has paid and not committed, another just before its first statement. The locks of the first
     * must not keep the other node from taking over, and neither may do anything twice when it goes on.
     */
    @Test
    void aFrozenNodeIsTakenOverAndSpoilsNothingWhenItGoesOn() throws Exception {
        night.putBack();
        first.up(night.ambush()
                .options(List.of(
                        Ambush.pause("settlement.PayoutBatch", "pay", "EXIT", PAUSE_MILLIS),
                        Ambush.oneOnly("settlement.PayoutBatch", "pay", PAUSE_MILLIS))));
        FarthingServer second = first.secondNode(Map.of("FARTHING_JAVA_OPTS", FarthingServer.javaOptions(List.of())));
        long run = NightTown.start(first, night.day())
                .expect(202)
                .json()
                .required("run")
                .asLong();
        night.ambush().awaitReached();
        ProcessHandle frozen = Processes.server(first.home(), "node1").orElseThrow();
        Processes.freeze(frozen);
        try {
            assertThat(NightTown.start(second, night.day())
                            .expect(200)
                            .json()
                            .required("attempt")
                            .asInt())
                    .as("a lease that has not passed")
                    .isEqualTo(1);
            assertThat(NightStanding.of(first, night.day()).payouts()).isZero();
            long began = System.nanoTime();
            await(first, "select count(*) from pg_locks where relation = 'payout'::regclass", 0);
            Trial.say("a frozen node's locks are gone after %d ms", (System.nanoTime() - began) / 1_000_000);
            letTheLeasePass(run);
            JsonNode ended = NightTown.night(second, night.day());
            assertThat(ended.required("node").asText()).isEqualTo("node2");
        } finally {
            Processes.thaw(frozen);
        }
        await(first, "select count(*) from job_step where attempt = 1 and state = 'RUNNING' and run_id = " + run, 0);

        BankWindow bank = new BankWindow(first);
        bank.take();
        night.assertCameToTheSame(bank);
        assertThat(first.databaseLog()).contains("due to idle-in-transaction timeout");
        assertThat(first.serverLog()).contains("Run " + run + " is not to go on");
    }

    /** Of those who start at once, one begins the run, and all are told the same one. */
    private static long begunOnce(List<Reply> replies) {
        assertThat(replies.stream().map(Reply::status).sorted().toList())
                .as("%s", replies.stream().map(Reply::text).toList())
                .isEqualTo(List.of(200, 200, 200, 200, 200, 200, 200, 202));
        Set<Long> runs = replies.stream()
                .map(reply -> reply.json().required("run").asLong())
                .collect(Collectors.toSet());
        assertThat(runs).hasSize(1);
        return runs.iterator().next();
    }

    /** The lease is moved, not waited for. */
    private void letTheLeasePass(long run) throws SQLException {
        try (Connection connection = first.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update job_run set lease_until = now() - interval '1 second' where id = " + run);
        }
    }

    private static void await(FarthingServer server, String count, int wanted)
            throws SQLException, InterruptedException {
        String seen = Books.texts(server, count).get(0);
        for (int waited = 0; !seen.equals(Integer.toString(wanted)) && waited < LIMIT_MILLIS; waited += POLL_MILLIS) {
            Thread.sleep(POLL_MILLIS);
            seen = Books.texts(server, count).get(0);
        }
        assertThat(seen).as(count).isEqualTo(Integer.toString(wanted));
    }
}
