package dev.farthing.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Which databases are recent enough, and how a refusal of the database is told. */
class DatabaseTest {

    private static final Database DATABASE = new Database("jdbc:postgresql://db/farthing", "farthing", "very secret");

    @Test
    void refusesWhatIsOlderThanFifteen() {
        assertThatThrownBy(() -> Database.requireRecent(140_019, "14.19"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("14.19")
                .hasMessageContaining("15 or newer");
        assertThatCode(() -> Database.requireRecent(150_000, "15.0")).doesNotThrowAnyException();
        assertThatCode(() -> Database.requireRecent(180_004, "18.4")).doesNotThrowAnyException();
    }

    @Test
    void saysWhatToDoWhenTheDatabaseRefuses() {
        assertThat(told("28P01")).contains("refuses the user 'farthing'");
        assertThat(told("3D000")).contains("no such database");
        assertThat(told("08001")).contains("cannot be reached").contains("FARTHING_DATABASE_URL");
        assertThat(told("42501")).contains("lacks a right");
    }

    @Test
    void neverTellsThePassword() {
        assertThat(DATABASE.toString()).doesNotContain("secret");
        assertThat(told("28P01")).doesNotContain("secret");
    }

    private static String told(String state) {
        return DATABASE.problem(new SQLException("ERROR: no\n  at line 1", state))
                .sentence();
    }
}
