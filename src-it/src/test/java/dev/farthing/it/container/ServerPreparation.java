package dev.farthing.it.container;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Prepares a home with a database before the first test of this package, and takes it away after the last. What Arquillian's
 * configuration needs to start the server on it is handed over as system properties.
 */
public final class ServerPreparation implements LauncherSessionListener {
    private static final int PORT_ATTEMPTS = 50;
    private static final int LEAST_OFFSET = 20_000;
    private static final int OFFSETS = 20_000;
    private static final int[] PORTS = {8080, 8443, 9990, 15_432};
    private static final int STOP_SECONDS = 60;

    /** Redelivery within a test's patience, and connections for the tests' own transactions. */
    private static final Map<String, String> FOR_TESTS = Map.of(
            "FARTHING_DELIVERY_ATTEMPTS", "3", "FARTHING_REDELIVERY_DELAY_MILLIS", "100", "FARTHING_POOL_MAX", "12");

    private @Nullable Process home;
    private @Nullable Path folder;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        session.getLauncher().registerTestExecutionListeners(new TestExecutionListener() {
            @Override
            public void testPlanExecutionStarted(TestPlan plan) {
                if (home == null && needsServer(plan)) {
                    prepare();
                }
            }
        });
    }

    @Override
    public void launcherSessionClosed(LauncherSession session) {
        try {
            if (home != null) {
                home.getOutputStream().close();
                if (!home.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                    home.destroyForcibly();
                }
            }
            if (folder != null) {
                keepLog(folder);
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean needsServer(TestPlan plan) {
        return plan.getRoots().stream()
                .flatMap(root -> plan.getDescendants(root).stream())
                .map(TestIdentifier::getSource)
                .flatMap(source -> source.stream())
                .anyMatch(source -> source instanceof ClassSource type
                        && type.getClassName().startsWith(ServerPreparation.class.getPackageName() + "."));
    }

    private void prepare() {
        try {
            Path made = Files.createTempDirectory("farthing-it-");
            // The database's own account passes through here.
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
            folder = made;
            int offset = freeOffset();
            Process started = start(made.resolve("home"), offset);
            home = started;
            Map<String, String> environment = readEnvironment(started);
            environment.put("FARTHING_PORT_OFFSET", String.valueOf(offset));
            environment.putAll(FOR_TESTS);
            Files.createDirectories(server(made).resolve("deployments"));
            System.setProperty("farthing.container.base", server(made).toString());
            System.setProperty(
                    "farthing.container.yaml", resource("container.yml").toString());
            System.setProperty("farthing.container.management", String.valueOf(9990 + offset));
            System.setProperty("farthing.container.settings", settings(environment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path server(Path folder) {
        return folder.resolve("server");
    }

    private static Path resource(String name) {
        URL found = Objects.requireNonNull(ServerPreparation.class.getResource("/" + name));
        return Path.of(URI.create(found.toString()));
    }

    /** The server's log outlives the server, for whoever looks into a failure. */
    private static void keepLog(Path folder) throws IOException {
        Path log = server(folder).resolve("log").resolve("server.log");
        if (Files.exists(log)) {
            Path kept = Path.of(System.getProperty("farthing.checkout"), "src-it", "target", "container-server.log");
            Files.copy(log, kept, StandardCopyOption.REPLACE_EXISTING);
            System.out.println("The server's log: " + kept);
        }
    }

    private static Process start(Path home, int offset) throws IOException {
        Path checkout = Path.of(System.getProperty("farthing.checkout"));
        Path built = checkout.resolve("wildfly-config").resolve("target");
        String classPath = Stream.of(
                        ServerPreparation.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath(),
                        built.resolve("classes").toString(),
                        built.resolve("launcher") + "/*")
                .collect(Collectors.joining(File.pathSeparator));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "dev.farthing.launcher.PreparedHome",
                        checkout.toString(),
                        home.toString(),
                        String.valueOf(offset))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Map<String, String> readEnvironment(Process process) throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("ready")) {
                return environment;
            }
            if (line.startsWith("variable ")) {
                String[] variable = line.substring("variable ".length()).split("=", 2);
                environment.put(variable[0], variable[1]);
            }
        }
        throw new IllegalStateException("The home was not prepared: see standard error");
    }

    /** The server reads {@code env.X} from a property before it looks into its environment, and so do its settings. */
    private static String settings(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(variable -> !variable.getValue().isEmpty())
                .flatMap(variable -> Stream.of(
                        "-Denv." + variable.getKey() + "=" + variable.getValue(),
                        "-D" + settingOf(variable.getKey()) + "=" + variable.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String settingOf(String variable) {
        return variable.toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
    }

    private static int freeOffset() {
        Random random = new Random();
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int offset = LEAST_OFFSET + random.nextInt(OFFSETS);
            if (List.of(PORTS[0], PORTS[1], PORTS[2], PORTS[3]).stream().allMatch(port -> isFree(port + offset))) {
                return offset;
            }
        }
        throw new IllegalStateException("No free ports found");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
