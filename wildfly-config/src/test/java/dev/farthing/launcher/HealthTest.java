package dev.farthing.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How the server's own report is read. */
class HealthTest {

    @Test
    void isReadyOnlyWhenTheServerSaysSo() {
        Health health = Health.of(200, "{\"status\":\"UP\",\"businessDate\":\"2026-01-02\",\"checks\":[]}");

        assertThat(health.ready()).isTrue();
        assertThat(health.businessDate()).isEqualTo("2026-01-02");
    }

    @Test
    void givesTheReasonOfEveryCheckThatIsDown() {
        Health health = Health.of(
                503,
                "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"database\",\"status\":\"DOWN\",\"detail\":\"not reachable\"},"
                        + "{\"name\":\"keys\",\"status\":\"UP\"}]}");

        assertThat(health.ready()).isFalse();
        assertThat(health.reason()).isEqualTo("database: not reachable");
    }

    @Test
    void isNotReadyWhenSomethingElseAnswers() {
        assertThat(Health.of(404, "<html>Not found</html>").ready()).isFalse();
        assertThat(Health.of(404, "<html>Not found</html>").reason()).contains("404");
    }
}
