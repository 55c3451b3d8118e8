package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Follows a run until it is over, tells each step once, and says by the exit status how it ended. */
final class JobWatch {
    static final int RUN_FAILED = 3;
    static final int RUN_STOPPED = 4;
    static final int RUN_INTERRUPTED = 5;
    static final int RUN_NOT_OVER = 6;
    static final int RUN_FOUND_BREAKS = 7;

    private static final int POLL_MILLIS = 500;
    private static final int MILLIS_A_SECOND = 1_000;
    private static final int MOST_SILENT_POLLS = 20;

    @Option(names = "--wait", description = "Stay until the run is over.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "With --wait: how long at most (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds = 14_400;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--json", description = "Print the run as one JSON object at the end, and nothing else.")
    private boolean json;

    /** Before anything is begun. */
    void check() {
        if (timeoutSeconds < 1 && command != null) {
            throw new ParameterException(command.commandLine(), "--timeout is 1 second or more, not " + timeoutSeconds);
        }
    }

    int watch(OperatorApi operator, JsonNode begun) throws IOException, InterruptedException, Problem {
        JsonNode run = begun;
        List<String> told = new ArrayList<>();
        long polls = (long) timeoutSeconds * MILLIS_A_SECOND / POLL_MILLIS;
        int silent = 0;
        tell("run %d of %s (%s)", run);
        for (long poll = 0; wait && state(run).equals("RUNNING") && poll < polls; poll++) {
            Thread.sleep(POLL_MILLIS);
            try {
                run = operator.get("jobs/" + run.path("run").asLong());
                silent = 0;
            } catch (Problem unanswered) {
                // A server that is just being started again will answer soon; one that stays away is told.
                if (++silent == MOST_SILENT_POLLS) {
                    throw unanswered;
                }
            }
            tellSteps(run, told);
        }
        tellSteps(run, told);
        print(run);
        return status(run);
    }

    private void tell(String format, JsonNode run) {
        if (!json) {
            System.out.printf(
                    Locale.ROOT,
                    format + "%n",
                    run.path("run").asLong(),
                    run.path("job").asText(),
                    run.path("subject").asText());
        }
    }

    private void tellSteps(JsonNode run, List<String> told) {
        for (JsonNode step : run.path("steps")) {
            String name = step.path("step").asText();
            if (!json && step.path("state").asText().equals("DONE") && !told.contains(name)) {
                told.add(name);
                System.out.println(line(step));
            }
        }
    }

    static String line(JsonNode step) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "  %-20s %-7s",
                step.path("step").asText(),
                step.path("state").asText()));
        if (step.path("done").asLong() > 0) {
            line.append(String.format(
                    Locale.ROOT,
                    " %,d done, %,d a second",
                    step.path("done").asLong(),
                    step.path("perSecond").asLong()));
        }
        step.path("amounts").forEach(amount -> line.append(", ").append(amount(amount)));
        if (step.has("note")) {
            line.append(": ").append(step.path("note").asText());
        }
        return line.toString();
    }

    private static String amount(JsonNode amount) {
        BigDecimal value = new BigDecimal(amount.path("value").asText("0"))
                .movePointLeft(amount.path("scale").asInt());
        return value.toPlainString() + " " + amount.path("currency").asText();
    }

    private void print(JsonNode run) {
        if (json) {
            System.out.println(run.toPrettyString());
        } else {
            System.out.println(state(run)
                    + (run.has("message") ? ": " + run.path("message").asText() : ""));
        }
    }

    private int status(JsonNode run) {
        return switch (state(run)) {
            case "COMPLETED" -> foundBreaks(run) ? RUN_FOUND_BREAKS : 0;
            case "FAILED" -> RUN_FAILED;
            case "STOPPED" -> RUN_STOPPED;
            case "INTERRUPTED" -> RUN_INTERRUPTED;
            default -> wait ? RUN_NOT_OVER : 0;
        };
    }

    /** A night tells of its breaks where a scheduler's user may look: in the run. */
    private static boolean foundBreaks(JsonNode run) {
        for (JsonNode step : run.path("steps")) {
            String note = step.path("note").asText();
            if (note.contains("breaks") || note.contains("refused") || note.contains("NOT IN BALANCE")) {
                return true;
            }
        }
        return false;
    }

    static String state(JsonNode run) {
        return run.path("state").asText();
    }
}
