package dev.farthing.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a short program of the machine or of PostgreSQL and keeps what it says. */
final class Command {

    private static final int LIMIT_SECONDS = 120;
    private static final int MAX_OUTPUT_BYTES = 64 * 1024;

    /** How a program ended, and the last of what it printed. */
    record Result(int status, String output) {

        boolean failed() {
            return status != 0;
        }

        String lastLine() {
            List<String> lines = output.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
        }
    }

    private Command() {}

    static Result run(List<String> arguments, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("farthing", ".out");
        try {
            ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true);
            builder.redirectOutput(output.toFile());
            builder.directory(Path.of("/").toFile());
            builder.environment().put("LC_ALL", "C");
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = false;
            try {
                ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            } finally {
                if (!ended) {
                    process.destroyForcibly();
                }
            }
            return ended
                    ? new Result(process.exitValue(), read(output))
                    : new Result(-1, arguments.get(0) + " did not end within " + LIMIT_SECONDS + " s");
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static String read(Path output) throws IOException {
        try (InputStream in = Files.newInputStream(output)) {
            return new String(in.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
        }
    }
}
