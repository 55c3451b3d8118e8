package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Shows a run and what its steps have done.", mixinStandardHelpOptions = true)
final class JobShowCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The number of the run")
    private long run;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        JsonNode found = new OperatorApi(Farthing.settings()).get("jobs/" + run);
        if (json) {
            System.out.println(found.toPrettyString());
            return 0;
        }
        System.out.println(JobListCommand.line(found));
        found.path("steps").forEach(step -> System.out.println(JobWatch.line(step)));
        if (found.has("message")) {
            System.out.println(found.path("message").asText());
        }
        return 0;
    }
}
