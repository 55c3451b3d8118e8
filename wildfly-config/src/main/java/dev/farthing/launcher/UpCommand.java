package dev.farthing.launcher;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "up", description = "Prepares what is missing, migrates, starts and deploys. Ctrl-C stops all of it.")
final class UpCommand implements Callable<Integer> {

    @Option(names = "--detach", description = "Return when the server is ready and leave it running.")
    private boolean detach;

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        Settings settings = Farthing.settings();
        Progress progress = new Progress(System.out);
        Node node = new Node(settings, progress, Farthing.clock());
        Node.Started started = node.start();
        new Welcome(settings, progress).print(started);
        if (detach || started.alreadyRan()) {
            return 0;
        }
        progress.plain("Ctrl-C stops it.");
        return stayUntilStopped(node, started.process(), settings, progress);
    }

    /** Stays until Ctrl-C, {@code ./farthing down}, or the end of the server by itself. */
    static int stayUntilStopped(Node node, ProcessHandle server, Settings settings, Progress progress)
            throws IOException, InterruptedException, Problem {
        try {
            server.onExit().get();
        } catch (InterruptedException askedToStop) {
            progress.say("Stopping");
            node.stop();
            progress.say("Stopped");
            return 0;
        } catch (ExecutionException impossible) {
            throw new IOException("The server's process cannot be watched", impossible);
        }
        if (!java.nio.file.Files.exists(settings.home().pidFile())) {
            progress.say("Stopped by ./farthing down");
            return 0;
        }
        node.stop();
        throw new Problem("The server ended by itself: see " + settings.home().serverLog() + ".");
    }
}
