package dev.farthing.launcher;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "migrate", description = "Brings the schema to what this build needs, as the role that owns it.")
final class MigrateCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        new Node(Farthing.settings(), new Progress(System.out), Farthing.clock()).migrate();
        return 0;
    }
}
