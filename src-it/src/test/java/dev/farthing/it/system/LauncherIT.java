package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.Launcher.Ended;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the launcher does when something is wrong: one plain sentence and a status that is not 0, never a stack trace; and a
 * start that was killed at any point can be started again.
 */
class LauncherIT {
    private static final int LATEST_KILL_MILLIS = 12_000;
    private static final int KILLS = Trial.repetitions(2, 10);

    @Test
    @ExtendWith(SharedServer.class)
    void upAgainSaysThatItRunsAlreadyAndChangesNothing(FarthingServer server) throws Exception {
        String before = Http.get(server.http(), "/health/ready").expect(200).text();

        Ended again = server.launcher().run("up", "--detach");

        assertThat(again.status()).as(again.output()).isZero();
        assertThat(again.output()).contains("Already running");
        assertThat(Http.get(server.http(), "/health/ready").expect(200).text()).isEqualTo(before);
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        int offset = Ports.freeOffset();
        Path home = FarthingServer.newHome("port");
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080 + offset));
            Map<String, String> environment =
                    Map.of("FARTHING_HOME", home.toString(), "FARTHING_PORT_OFFSET", Integer.toString(offset));

            Ended ended = new Launcher(Launcher.checkout(), environment).run("up", "--detach");

            assertPlainRefusal(ended, Integer.toString(8080 + offset), "FARTHING_");
        }
    }

    @Test
    void aWrongDatabaseIsExplained() throws Exception {
        Path home = FarthingServer.newHome("database");
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("FARTHING_HOME", home.toString());
        environment.put("FARTHING_PORT_OFFSET", Integer.toString(Ports.freeOffset()));

        environment.put("FARTHING_DATABASE_URL", "jdbc:mysql://127.0.0.1/farthing");
        assertPlainRefusal(up(environment), "FARTHING_DATABASE_URL");
        environment.put("FARTHING_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/farthing");
        assertPlainRefusal(up(environment), "FARTHING_DATABASE_PASSWORD");
        environment.put("FARTHING_DATABASE_PASSWORD", "x");
        assertPlainRefusal(up(environment), "cannot be reached", "FARTHING_DATABASE_URL");
        environment.put("FARTHING_PORT_OFFSET", "many");
        assertPlainRefusal(up(environment), "FARTHING_PORT_OFFSET");
    }

    @Test
    @ExtendWith(SharedServer.class)
    void aWrongPasswordOfTheDatabaseIsExplained(FarthingServer server) throws Exception {
        Map<String, String> environment = Map.of(
                "FARTHING_HOME", FarthingServer.newHome("password").toString(),
                "FARTHING_PORT_OFFSET", Integer.toString(Ports.freeOffset()),
                "FARTHING_DATABASE_URL", server.jdbc(),
                "FARTHING_DATABASE_PASSWORD", "wrong");

        assertPlainRefusal(up(environment), "refuses the user 'farthing'");
    }

    @Test
    void statusOfNothingSaysSo() throws Exception {
        Map<String, String> environment =
                Map.of("FARTHING_HOME", FarthingServer.newHome("nothing").toString());

        Ended ended = new Launcher(Launcher.checkout(), environment).run("status");

        assertThat(ended.output()).contains("not ready", "./farthing up");
        assertTellsNoStack(ended);
    }

    /** The checkout and the home both lie below a folder whose name holds spaces. */
    @Test
    void aStartThatIsKilledCanBeStartedAgainAlsoWhereNamesHoldSpaces() throws Exception {
        Path home = FarthingServer.newHome("a home with spaces");
        FarthingServer server = FarthingServer.prepared(home, "node1", Map.of());
        Path checkout = home.resolveSibling("a checkout with spaces");
        Files.createDirectories(home.getParent());
        Files.deleteIfExists(checkout);
        Files.createSymbolicLink(checkout, Launcher.checkout());
        Launcher launcher = new Launcher(checkout, server.environment());
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                int after = Trial.random("launcher " + kill).nextInt(LATEST_KILL_MILLIS);
                Process start = launcher.start(home.resolveSibling("killed.out"), "up", "--detach");
                start.waitFor(after, TimeUnit.MILLISECONDS);
                start.destroyForcibly().waitFor();
                Trial.say("start killed after %d ms", after);
            }
            Ended ended = launcher.run("up", "--detach");
            assertThat(ended.status()).as(ended.output()).isZero();
            assertThat(launcher.run("status").output()).startsWith("ready");
            Ended down = launcher.run("down");
            assertThat(down.status()).as(down.output()).isZero();
            assertThat(server.isRunning()).isFalse();
            assertThat(Processes.database(home)).isEmpty();
        } finally {
            server.close();
        }
    }

    private static Ended up(Map<String, String> environment) throws InterruptedException {
        return new Launcher(Launcher.checkout(), environment).run("up", "--detach");
    }

    private static void assertPlainRefusal(Ended ended, String... words) {
        assertThat(ended.status()).as(ended.output()).isNotZero();
        List<String> lines = ended.output().strip().lines().toList();
        assertThat(lines.get(lines.size() - 1))
                .startsWith("farthing: ")
                .endsWith(".")
                .contains(words);
        assertTellsNoStack(ended);
    }

    private static void assertTellsNoStack(Ended ended) {
        assertThat(ended.output()).doesNotContain("\tat ", "Exception", "java.");
    }
}
