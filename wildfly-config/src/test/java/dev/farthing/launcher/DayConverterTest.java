package dev.farthing.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Goal: a wrong day is refused in words that help. Method: commands that take one. */
class DayConverterTest {
    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "2026-02-30", "31.01.2026", ""})
    void aWrongDayIsRefusedWithAnExample(String day) {
        StringWriter said = new StringWriter();
        CommandLine line = new CommandLine(new RetentionCommand()).setErr(new PrintWriter(said));

        assertThat(line.execute("--through", day)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said.toString())
                .contains("is not a day: give it like 2026-01-31")
                .doesNotContain("java.");
    }
}
