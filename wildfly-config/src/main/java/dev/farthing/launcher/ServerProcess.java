package dev.farthing.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wildfly.core.launcher.StandaloneCommandBuilder;

/** WildFly as a process of its own, in a session of its own so that Ctrl-C reaches the launcher first. */
final class ServerProcess {

    private static final int POLL_MILLIS = 100;
    private static final int ABANDON_SECONDS = 5;
    private static final int KILL_AFTER_EXTRA_SECONDS = 20;
    /** Writes its own pid, then becomes the server. */
    private static final String BECOME = "umask 077; echo $$ > \"$0.new\" && mv \"$0.new\" \"$0\" && exec \"$@\"";

    private final Settings settings;
    private final Progress progress;

    ServerProcess(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    Optional<ProcessHandle> running() throws IOException {
        return RunningServer.find(settings.home().pidFile());
    }

    /** Starts it; {@code secrets} and {@code database} go by the environment, never by the command line. */
    Process start(Map<String, String> environment) throws IOException {
        Home home = settings.home();
        Files.createDirectories(home.running());
        Files.deleteIfExists(home.pidFile());
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.addAll(List.of("/bin/sh", "-c", BECOME, home.pidFile().toString()));
        command.addAll(StandaloneCommandBuilder.of(settings.checkout().server())
                .setBaseDirectory(home.nodeFolder())
                .setServerReadOnlyConfiguration("standalone-farthing.xml")
                .addJavaOptions(settings.javaOptions())
                .build());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.nodeFolder().toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(SafeFiles.emptyForOwner(home.consoleLog()).toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Asks the server to finish what it has accepted and to end, and ends it when it does not. */
    void stop() throws IOException, InterruptedException {
        stop(stopSeconds() + KILL_AFTER_EXTRA_SECONDS);
    }

    /** Stops a server that never became ready, and so has accepted nothing to finish. */
    void abandon() throws IOException, InterruptedException {
        stop(ABANDON_SECONDS);
    }

    private void stop(int limitSeconds) throws IOException, InterruptedException {
        Optional<ProcessHandle> running = running();
        if (running.isEmpty()) {
            Files.deleteIfExists(settings.home().pidFile());
            return;
        }
        progress.say("Server: stopping");
        ProcessHandle process = running.get();
        process.destroy();
        if (!ended(process, limitSeconds)) {
            progress.say("Server: it does not stop by itself, so it is ended now");
            process.destroyForcibly();
            ended(process, KILL_AFTER_EXTRA_SECONDS);
        }
        // Last, so that whoever is killed while waiting leaves a server that the next command still knows.
        if (!RunningServer.isAlive(process)) {
            Files.deleteIfExists(settings.home().pidFile());
        }
    }

    private int stopSeconds() {
        try {
            return Integer.parseInt(settings.text("FARTHING_STOP_SECONDS", "20"));
        } catch (NumberFormatException notANumber) {
            return 20;
        }
    }

    private static boolean ended(ProcessHandle process, int limitSeconds) throws InterruptedException {
        for (int waited = 0; waited < limitSeconds * 1000; waited += POLL_MILLIS) {
            if (!RunningServer.isAlive(process)) {
                return true;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return !RunningServer.isAlive(process);
    }
}
