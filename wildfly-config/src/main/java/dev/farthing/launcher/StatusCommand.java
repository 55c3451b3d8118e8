package dev.farthing.launcher;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Says whether the server is ready, or why not. Exit status 0 only when ready.")
final class StatusCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        Status status = Status.read(Farthing.settings());
        System.out.println(json ? status.toJson() : status.toText());
        return status.ready() ? 0 : Farthing.FAILED;
    }
}
