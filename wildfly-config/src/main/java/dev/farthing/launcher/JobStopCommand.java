package dev.farthing.launcher;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "stop",
        description = "Stops a run after the work in hand; what is done stays done.",
        mixinStandardHelpOptions = true)
final class JobStopCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The number of the run")
    private long run;

    @Mixin
    private JobWatch watch = new JobWatch();

    /** A run that was to stop and did, is what was asked for. */
    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        watch.check();
        OperatorApi operator = new OperatorApi(Farthing.settings());
        int status = watch.watch(operator, operator.post("jobs/" + run + "/stop", null, Map.of()));
        return status == JobWatch.RUN_STOPPED ? 0 : status;
    }
}
