package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A night may be killed anywhere and started again: what it comes to is the same. Method: the same evening twice; one night runs
 * undisturbed, the other is killed at one point after the other ({@link NightPoint}), each time by SIGKILL while the thread at
 * work is held exactly there, and started again. At the end there are the same transfers, statements, payouts and collections,
 * and the bank, which takes its files away between the attempts, has got each once, byte for byte the same.
 */
class NightKillIT {
    private static final Path RUNBOOK = Path.of("docs", "runbooks", "night-points.md");

    private static PreparedNight night;

    @BeforeAll
    static void prepare() throws Exception {
        night = new PreparedNight("night");
    }

    @AfterAll
    static void end() {
        night.close();
    }

    @Test
    void aNightKilledAtPointAfterPointComesToTheSameAsOneThatNobodyDisturbs() throws Exception {
        List<NightPoint> points = NightPoint.wanted();
        assertThat(points).hasSizeGreaterThanOrEqualTo(10);
        killedAt(points);
    }

    @Test
    void aNightKilledAtAnyOnePointComesToTheSameAsOneThatNobodyDisturbs() throws Exception {
        Assumptions.assumeTrue(Trial.LONG, "two starts for each point: only with --long");
        for (NightPoint point : NightPoint.values()) {
            killedAt(List.of(point));
        }
    }

    @Test
    void theRunbookTellsThePointsAsTheyAre() throws Exception {
        assertThat(Files.readString(Launcher.checkout().resolve(RUNBOOK)))
                .as("%s, which must hold this table", RUNBOOK)
                .contains(NightPoint.table());
    }

    private static void killedAt(List<NightPoint> points) throws Exception {
        FarthingServer server = night.server();
        night.putBack();
        BankWindow bank = new BankWindow(server);
        for (NightPoint point : points) {
            server.up(night.ambush().options(withFolding(point)));
            NightTown.start(server, night.day()).expect(202);
            night.ambush().awaitReached();
            server.kill9();
            NightStanding standing = NightStanding.of(server, night.day());
            Trial.say("killed at %s: %s", point.title(), standing);
            assertThat(point.stands(standing, night.end()))
                    .as("what stands after the kill at %s: %s", point.title(), standing)
                    .isTrue();
            bank.take();
        }
        server.up(List.of());
        JsonNode run = NightTown.night(server, night.day());
        bank.take();

        assertThat(run.required("attempt").asInt()).isEqualTo(points.size() + 1);
        night.assertCameToTheSame(bank);
    }

    private static List<Ambush.Rule> withFolding(NightPoint point) {
        List<Ambush.Rule> rules = new ArrayList<>(point.rules());
        rules.add(Ambush.nobodyFoldsByDay());
        return rules;
    }
}
