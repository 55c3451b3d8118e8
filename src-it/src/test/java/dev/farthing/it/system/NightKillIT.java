package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A night may be killed anywhere and started again: what it comes to is the same. Method: the same evening twice; one night runs
 * undisturbed, the other is killed at one point after the other ({@link NightPoint}), each time by SIGKILL while the thread at
 * work is held exactly there, and started again. At the end there are the same transfers, statements, payouts and collections,
 * and the bank, which takes its files away between the attempts, has got each once, byte for byte the same.
 */
@ExtendWith(SharedNight.class)
class NightKillIT {
    private static final Path RUNBOOK = Path.of("docs", "runbooks", "night-points.md");

    private final PreparedNight night;

    NightKillIT(PreparedNight night) {
        this.night = night;
    }

    /** Nobody needs its servers until another test puts the night back. */
    @AfterAll
    static void rest(PreparedNight night) {
        night.close();
    }

    @Test
    void aNightKilledAtPointAfterPointComesToTheSameAsOneThatNobodyDisturbs() throws Exception {
        killedAt(NightPoint.oneAfterTheOther());
    }

    /** With {@code --long}; or those of {@code -Dfarthing.points=paying,closed}, to look at some more closely. */
    @TestFactory
    Stream<DynamicTest> aNightKilledAtOnePointAloneComesToTheSame() {
        return NightPoint.alone().stream()
                .map(point -> DynamicTest.dynamicTest(point.title(), () -> killedAt(List.of(point))));
    }

    @Test
    void theRunbookTellsThePointsAsTheyAre() throws Exception {
        assertThat(Files.readString(Launcher.checkout().resolve(RUNBOOK)))
                .as("%s, which must hold this table", RUNBOOK)
                .contains(NightPoint.table());
    }

    private void killedAt(List<NightPoint> points) throws Exception {
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
