package dev.farthing.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The server's process as its pid file names it. The process writes the file itself before it becomes the server, so
 * there is no moment at which a killed launcher leaves a server that nobody knows. A process that did not start when
 * the file was written is another one that got the same number.
 */
final class RunningServer {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    private RunningServer() {}

    static Optional<ProcessHandle> find(Path pidFile) throws IOException {
        String text;
        Instant written;
        try {
            text = Files.readString(pidFile, StandardCharsets.US_ASCII).strip();
            written = Files.getLastModifiedTime(pidFile).toInstant();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
        if (!text.matches("[0-9]{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(text))
                .filter(RunningServer::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .map(start -> Duration.between(start, written).abs().compareTo(CLOCK_TOLERANCE) < 0)
                        .orElse(true));
    }

    /** A killed process that its parent has not yet asked after is dead, though the system still lists it. */
    static boolean isAlive(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return !line.substring(line.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException noSuchSystem) {
            return true;
        }
    }

    /** Tells whether any node of this home runs, this one included. */
    static boolean any(Home home) throws IOException {
        if (!Files.exists(home.running())) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(home.running(), "*.pid")) {
            for (Path file : files) {
                if (find(file).isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }
}
