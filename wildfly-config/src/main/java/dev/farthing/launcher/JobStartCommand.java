package dev.farthing.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "start",
        description = "Starts a job, or takes up its run where it ended too early. One that runs already is watched.",
        mixinStandardHelpOptions = true)
final class JobStartCommand implements Callable<Integer> {

    @Parameters(paramLabel = "JOB", description = "close-business-day or import-bank-statements")
    private String job = "";

    @Option(
            names = "--day",
            paramLabel = "YYYY-MM-DD",
            description =
                    "The business day to close: of close-business-day, and always said, so that asking twice is once.")
    private @Nullable String day;

    @Option(names = "--ahead", description = "Close a day that has not begun by the clock, seven days ahead at most.")
    private boolean ahead;

    @Mixin
    private JobWatch watch = new JobWatch();

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        watch.check();
        OperatorApi operator = new OperatorApi(Farthing.settings());
        ObjectNode order = new ObjectMapper().createObjectNode().put("job", job);
        if (day != null) {
            order.put("day", day);
        }
        if (ahead) {
            order.put("ahead", true);
        }
        JsonNode run = operator.post("jobs", order, Map.of());
        return watch.watch(operator, run);
    }
}
