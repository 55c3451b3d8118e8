package dev.farthing.launcher;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "restart",
        description = "Takes up a run that was interrupted, stopped or failed.",
        mixinStandardHelpOptions = true)
final class JobRestartCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The number of the run")
    private long run;

    @Mixin
    private JobWatch watch = new JobWatch();

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        watch.check();
        OperatorApi operator = new OperatorApi(Farthing.settings());
        return watch.watch(operator, operator.post("jobs/" + run + "/restart", null, Map.of()));
    }
}
