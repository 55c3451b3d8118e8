package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "Lists runs, the newest first.", mixinStandardHelpOptions = true)
final class JobListCommand implements Callable<Integer> {

    @Option(
            names = "--limit",
            paramLabel = "RUNS",
            description = "How many at most, 1 to 200 (default: ${DEFAULT-VALUE}).")
    private int limit = 20;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        JsonNode found = new OperatorApi(Farthing.settings()).get("jobs?limit=" + limit);
        if (json) {
            System.out.println(found.toPrettyString());
        } else {
            found.path("runs").forEach(run -> System.out.println(line(run)));
        }
        return 0;
    }

    static String line(JsonNode run) {
        return String.format(
                Locale.ROOT,
                "%6d  %-22s  %-24s  %-11s  attempt %d on %s, begun %s by %s%s",
                run.path("run").asLong(),
                run.path("job").asText(),
                run.path("subject").asText(),
                JobWatch.state(run),
                run.path("attempt").asInt(),
                run.path("node").asText(),
                run.path("startedAt").asText(),
                run.path("startedBy").asText(),
                run.has("endedAt") ? ", ended " + run.path("endedAt").asText() : "");
    }
}
