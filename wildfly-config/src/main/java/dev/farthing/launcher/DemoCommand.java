package dev.farthing.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description =
                "Starts the server, lets a vendor's own process send sealed payments, and counts everything anew.")
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--exit", description = "Stop everything afterwards.")
    private boolean exit;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the outcome to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        Settings settings = Farthing.settings();
        Progress progress = new Progress(System.out);
        requireWritable(json);
        Node node = new Node(settings, progress, Farthing.clock());
        Node.Started started = node.start();
        boolean went = false;
        try {
            new Welcome(settings, progress).print(started);
            DemoOutcome outcome = new Demo(settings, progress, Farthing.clock()).run();
            outcome.tell(progress);
            if (json != null) {
                Files.writeString(json, outcome.toJson() + "\n", StandardCharsets.UTF_8);
                progress.plain("Written to " + json);
            }
            outcome.requireAgreement();
            went = true;
        } finally {
            if (exit || (!went && !started.alreadyRan())) {
                stop(node);
            }
        }
        if (exit || started.alreadyRan()) {
            return 0;
        }
        progress.plain("The server goes on; Ctrl-C stops it.");
        return UpCommand.stayUntilStopped(node, started.process(), settings, progress);
    }

    private static void stop(Node node) throws IOException, InterruptedException, Problem {
        boolean interrupted = Thread.interrupted();
        node.stop();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before anything starts, not after three minutes. */
    private static void requireWritable(@Nullable Path file) throws Problem {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        boolean writable = Files.exists(file) ? Files.isWritable(file) : folder != null && Files.isWritable(folder);
        if (!writable) {
            throw new Problem("The file " + file + " cannot be written: name another one after --json.");
        }
    }
}
