package dev.farthing.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "down", description = "Stops this home's node, and its embedded database when no other node needs it.")
final class DownCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException, InterruptedException, Problem {
        Settings settings = Farthing.settings();
        Progress progress = new Progress(System.out);
        if (!Files.exists(settings.home().root())) {
            progress.say("Nothing runs: there is no " + settings.home().root());
            return 0;
        }
        new Node(settings, progress, Farthing.clock()).stop();
        progress.say(
                RunningServer.any(settings.home())
                        ? "Stopped " + settings.home().node() + "; other nodes of this home go on"
                        : "Stopped");
        return 0;
    }
}
