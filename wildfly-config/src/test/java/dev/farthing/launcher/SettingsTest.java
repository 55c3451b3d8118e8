package dev.farthing.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the launcher makes of its environment, and what it refuses in words that help. */
class SettingsTest {

    private static final Path ROOT = Path.of("/srv/check out");

    @Test
    void needsNothingSet() throws Problem {
        Settings settings = Settings.from(ROOT, Map.of());

        assertThat(settings.home().root()).isEqualTo(ROOT.resolve("var"));
        assertThat(settings.home().node()).isEqualTo("node1");
        assertThat(settings.httpUrl()).isEqualTo("http://127.0.0.1:8080");
        assertThat(settings.httpsUrl()).isEqualTo("https://127.0.0.1:8443");
        assertThat(settings.managementUrl()).isEqualTo("http://127.0.0.1:9990");
        assertThat(settings.ports().database().number()).isEqualTo(15432);
        assertThat(settings.database()).isNull();
        assertThat(settings.javaOptions()).contains("-Xmx1024m");
    }

    @Test
    void keepsWhatIsOldForAsLongAsItIsTold() throws Problem {
        assertThat(Settings.from(ROOT, Map.of()).retention())
                .isEqualTo(new RetentionPeriods(ROOT.resolve("var/archive"), 400, 400, 400, 400));
        assertThat(Settings.from(ROOT, Map.of("FARTHING_ARCHIVE", "/mnt/old", "FARTHING_RETENTION_DAYS", "3650"))
                        .retention())
                .isEqualTo(new RetentionPeriods(Path.of("/mnt/old"), 3650, 400, 400, 400));
        assertThatThrownBy(() -> Settings.from(ROOT, Map.of("FARTHING_RETENTION_DAYS", "0")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("FARTHING_RETENTION_DAYS");
    }

    @Test
    void movesEveryPortByTheOffset() throws Problem {
        Ports ports = Ports.from(Map.of("FARTHING_PORT_OFFSET", "100", "FARTHING_HTTP_PORT", "80"));

        assertThat(ports.http().number()).isEqualTo(180);
        assertThat(ports.https().number()).isEqualTo(8543);
        assertThat(ports.management().number()).isEqualTo(10090);
        assertThat(ports.database().number()).isEqualTo(15532);
    }

    @Test
    void refusesAPortThatDoesNotExist() {
        assertThatThrownBy(() -> Ports.from(Map.of("FARTHING_PORT_OFFSET", "60000")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("68080")
                .hasMessageContaining("FARTHING_PORT_OFFSET");
        assertThatThrownBy(() -> Ports.from(Map.of("FARTHING_PORT_OFFSET", "many")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("'many'");
    }

    @Test
    void refusesTwoPortsThatAreOne() {
        assertThatThrownBy(() -> Ports.from(Map.of("FARTHING_HTTP_PORT", "8743", "FARTHING_HTTPS_PORT", "8743")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("8743")
                .hasMessageContaining("FARTHING_HTTPS_PORT");
    }

    @Test
    void refusesAProfileItDoesNotKnowAndASizeThatIsNoNumber() {
        assertThatThrownBy(() -> Settings.from(ROOT, Map.of("FARTHING_PROFILE", "prod")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("'prod'");
        assertThatThrownBy(() -> Settings.from(ROOT, Map.of("FARTHING_POOL_MAX", "abc")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("FARTHING_POOL_MAX")
                .hasMessageContaining("'abc'");
    }

    @Test
    void takesNoLanesForItsOwnChoiceAndNothingBelowNorBeyondSense() throws Problem {
        Settings.from(ROOT, Map.of("FARTHING_SUBMISSION_LANES", "0", "FARTHING_SUBMISSION_GATHERING_MILLIS", "0"));
        Settings.from(ROOT, Map.of("FARTHING_SUBMISSION_LANES", "64", "FARTHING_SUBMISSION_GATHERING_MILLIS", "1000"));
        Map<String, String> tooMuch =
                Map.of("FARTHING_SUBMISSION_LANES", "65", "FARTHING_SUBMISSION_GATHERING_MILLIS", "1001");
        tooMuch.forEach((variable, most) -> {
            for (String value : List.of("-1", "abc", most, "60000")) {
                assertThatThrownBy(() -> Settings.from(ROOT, Map.of(variable, value)))
                        .isInstanceOf(Problem.class)
                        .hasMessageContaining(variable)
                        .hasMessageContaining("'" + value + "'");
            }
        });
    }

    @Test
    void takesAPathFromWhereTheCallerStands() throws Problem {
        Settings settings = Settings.from(ROOT, Map.of("FARTHING_HOME", "state"));

        assertThat(settings.home().root()).isEqualTo(Path.of("state").toAbsolutePath());
    }

    @Test
    void refusesANodeNameThatIsAFolderOfTheHome() {
        for (String name : new String[] {"postgres", "secrets", "bank", "../x", "Node", "-a", "a".repeat(21)}) {
            assertThatThrownBy(() -> Settings.from(ROOT, Map.of("FARTHING_NODE", name)))
                    .as(name)
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("FARTHING_NODE");
        }
    }

    @Test
    void reachesAServerThatListensEverywhereOverTheLoopback() throws Problem {
        assertThat(Settings.from(ROOT, Map.of("FARTHING_BIND", "0.0.0.0")).httpUrl())
                .isEqualTo("http://127.0.0.1:8080");
        assertThat(Settings.from(ROOT, Map.of("FARTHING_BIND", "::1")).httpUrl())
                .isEqualTo("http://[::1]:8080");
    }

    @Test
    void keepsThePasswordOutOfTheDatabaseUrl() {
        assertThatThrownBy(() -> Settings.from(
                        ROOT, Map.of("FARTHING_DATABASE_URL", "jdbc:postgresql://db:5432/farthing?password=x")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("FARTHING_DATABASE_PASSWORD");
        assertThatThrownBy(() -> Settings.from(ROOT, Map.of("FARTHING_DATABASE_URL", "jdbc:mysql://db/farthing")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("jdbc:postgresql://");
    }

    @Test
    void takesTheBanksDatabaseWithItsTwoRoles() throws Problem {
        Settings settings = Settings.from(
                ROOT,
                Map.of(
                        "FARTHING_DATABASE_URL", "jdbc:postgresql://db:5432/farthing",
                        "FARTHING_DATABASE_PASSWORD", "one",
                        "FARTHING_MIGRATOR_PASSWORD", "two"));

        assertThat(settings.database())
                .isEqualTo(new Settings.ExternalDatabase(
                        "jdbc:postgresql://db:5432/farthing", "farthing", "one", "farthing_owner", "two"));
    }
}
