package dev.farthing.it.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a script in the checkout's folder as a reader of the documents would, with a server's environment. */
final class Shell {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Shell() {}

    static Launcher.Ended run(String script, Map<String, String> environment) throws InterruptedException {
        try {
            Path file = Files.createTempFile("farthing-it", ".sh");
            Path output = Files.createTempFile("farthing-it", ".out");
            try {
                Files.writeString(file, script);
                ProcessBuilder builder = new ProcessBuilder(List.of("bash", file.toString()))
                        .directory(Launcher.checkout().toFile())
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(output.toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("FARTHING_"));
                builder.environment().putAll(environment);
                // What the tests run is what was built for them.
                builder.environment().put("FARTHING_BUILD", "never");
                builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
                Process process = builder.start();
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                    return new Launcher.Ended(-1, "did not end within " + LIMIT + ":\n" + Files.readString(output));
                }
                return new Launcher.Ended(process.exitValue(), Files.readString(output));
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
