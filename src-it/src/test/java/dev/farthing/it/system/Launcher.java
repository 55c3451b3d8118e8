package dev.farthing.it.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program behind {@code ./farthing}, run as that script runs it, without the script's look at what must be built. */
public final class Launcher {
    static final Duration LIMIT = Duration.ofSeconds(150);

    /** How a command ended and all that it printed. */
    record Ended(int status, String output) {
        Ended orFail() {
            if (status != 0) {
                throw new AssertionError("The launcher ended with " + status + ":\n" + output);
            }
            return this;
        }
    }

    private final Path checkout;
    private final Map<String, String> environment;

    /** @param environment the FARTHING_ variables; those of the tests' own environment are left out */
    Launcher(Path checkout, Map<String, String> environment) {
        this.checkout = checkout;
        this.environment = Map.copyOf(environment);
    }

    public static Path checkout() {
        return Path.of(System.getProperty("farthing.checkout", ".."))
                .toAbsolutePath()
                .normalize();
    }

    Ended run(String... arguments) throws InterruptedException {
        try {
            Path output = Files.createTempFile("farthing-it", ".out");
            try {
                Process process = start(output, arguments);
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return new Ended(-1, "did not end within " + LIMIT + ":\n" + Files.readString(output));
                }
                return new Ended(process.exitValue(), Files.readString(output));
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process start(Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dfarthing.checkout=" + checkout,
                "-cp",
                classPath(),
                "dev.farthing.launcher.Farthing"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FARTHING_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private String classPath() throws IOException {
        Path target = checkout.resolve("wildfly-config").resolve("target");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "wildfly-config-*.jar")) {
            for (Path jar : jars) {
                return jar + ":" + target.resolve("launcher") + "/*";
            }
        }
        throw new IOException("There is no launcher in " + target + ": build it with ./mvnw package -DskipTests");
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
