package dev.farthing.it.system;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The processes of the homes that these tests made, and nobody else's: they end with the tests, whatever happens. */
final class Processes {
    private static final Set<Path> HOMES = ConcurrentHashMap.newKeySet();
    private static final int GENTLE_SECONDS = 5;
    private static final int HARD_SECONDS = 10;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> HOMES.forEach(Processes::endAll), "end servers"));
    }

    private Processes() {}

    static void own(Path home) {
        HOMES.add(home);
    }

    static Optional<ProcessHandle> server(Path home, String node) {
        return process(home, home.resolve("run").resolve(node + ".pid"));
    }

    static Optional<ProcessHandle> database(Path home) {
        return process(home, home.resolve("postgres").resolve("postmaster.pid"));
    }

    static void kill(ProcessHandle process) {
        process.destroyForcibly();
        if (!ended(process, HARD_SECONDS)) {
            throw new IllegalStateException("Process " + process.pid() + " survived SIGKILL");
        }
    }

    /** SIGSTOP: the process is there, and does nothing at all. */
    static void freeze(ProcessHandle process) throws IOException, InterruptedException {
        signal("STOP", process);
    }

    /** SIGCONT: it goes on where it was, and does not know that time has passed. */
    static void thaw(ProcessHandle process) throws IOException, InterruptedException {
        signal("CONT", process);
    }

    /** SIGSTOP for a process and its children: nobody of them answers, and no connection is closed. */
    static void freezeAll(ProcessHandle process) throws IOException, InterruptedException {
        freeze(process);
        for (ProcessHandle child : process.children().toList()) {
            freeze(child);
        }
    }

    /** SIGCONT for a process and its children. */
    static void thawAll(ProcessHandle process) throws IOException, InterruptedException {
        for (ProcessHandle child : process.children().toList()) {
            thaw(child);
        }
        thaw(process);
    }

    private static void signal(String signal, ProcessHandle process) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid()).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("Process " + process.pid() + " does not take " + signal);
        }
    }

    /** Servers at once, since nothing of theirs is wanted any more; then the database, which leaves no shared memory. */
    static void endAll(Path home) {
        try {
            Path run = home.resolve("run");
            if (Files.isDirectory(run)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(run, "*.pid")) {
                    files.forEach(file -> process(home, file).ifPresent(Processes::kill));
                }
            }
            database(home).ifPresent(postmaster -> {
                postmaster.destroy();
                if (!ended(postmaster, GENTLE_SECONDS)) {
                    kill(postmaster);
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException("The processes of " + home + " cannot be found", e);
        }
    }

    private static Optional<ProcessHandle> process(Path home, Path pidFile) {
        try {
            List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
            if (lines.isEmpty()) {
                return Optional.empty();
            }
            // A number that another program has got meanwhile is not ours: ours name their home.
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .commandLine()
                            .map(line -> line.contains(home.toString()))
                            .orElse(false));
        } catch (IOException e) {
            throw new IllegalStateException(pidFile + " cannot be read", e);
        }
    }

    private static boolean ended(ProcessHandle process, int limitSeconds) {
        try {
            process.onExit().get(limitSeconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException gone) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
