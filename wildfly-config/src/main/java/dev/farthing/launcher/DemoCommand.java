package dev.farthing.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description =
                "Starts the server and plays a small town for two days and two nights: vendors in processes of their"
                        + " own, thousands of payments, payouts and collections; then tells the story and counts everything anew.")
final class DemoCommand implements Callable<Integer> {

    /** What becomes of the server afterwards; without either it stays up until Ctrl-C. */
    private static final class Afterwards {

        @Option(names = "--exit", description = "Stop everything afterwards.")
        private boolean exit;

        @Option(names = "--keep", description = "Leave the server running, and say where to look around.")
        private boolean keep;
    }

    @ArgGroup
    private @Nullable Afterwards afterwards;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        Settings settings = Farthing.settings();
        Progress progress = new Progress(System.out);
        requireWritable(json);
        boolean exit = afterwards != null && afterwards.exit;
        Node node = new Node(settings, progress, Farthing.clock());
        Node.Started started = node.start();
        boolean went = false;
        try {
            DemoOutcome outcome = new Demo(settings, progress, Farthing.clock()).run();
            if (json != null) {
                Files.writeString(json, outcome.toJson() + "\n", StandardCharsets.UTF_8);
                progress.plain("Written to " + json);
            }
            went = true;
        } finally {
            if (exit || (!went && !started.alreadyRan())) {
                stop(node);
            }
        }
        return exit ? 0 : lookAround(node, started, progress);
    }

    private int lookAround(Node node, Node.Started started, Progress progress)
            throws IOException, InterruptedException, Problem {
        Settings settings = Farthing.settings();
        new Welcome(settings, progress).print(started);
        if (started.alreadyRan() || (afterwards != null && afterwards.keep)) {
            progress.plain("The server goes on; ./farthing down stops it.");
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
