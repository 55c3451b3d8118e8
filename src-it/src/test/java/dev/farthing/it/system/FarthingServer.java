package dev.farthing.it.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A real server of the tests' own: stock WildFly with the EAR, and the embedded PostgreSQL, brought up through the launcher
 * in a new home under {@code target}, at ports that were free.
 */
public final class FarthingServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PORT_TRIES = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Starts in half the time that a server's own flags need, at the price of speed that no test wants. */
    private static final String JAVA_OPTIONS = "-Xms128m -Xmx768m -XX:+UseSerialGC -XX:TieredStopAtLevel=1";

    private final Path home;
    private final String node;
    private final Map<String, String> environment;
    private JsonNode places = JSON.createObjectNode();

    private FarthingServer(Path home, String node, Map<String, String> environment) {
        this.home = home;
        this.node = node;
        this.environment = environment;
    }

    /** A server in a new home of that name, up and ready. */
    static FarthingServer fresh(String name) throws InterruptedException {
        FarthingServer server = prepared(newHome(name), "node1", Map.of());
        server.up();
        return server;
    }

    /** A server in that home that is not up yet. */
    public static FarthingServer prepared(Path home, String node, Map<String, String> more) {
        Processes.own(home);
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("FARTHING_HOME", home.toString());
        environment.put("FARTHING_NODE", node);
        environment.put("FARTHING_JAVA_OPTS", JAVA_OPTIONS);
        environment.put("FARTHING_PORT_OFFSET", Integer.toString(Ports.freeOffset()));
        environment.putAll(more);
        return new FarthingServer(home, node, environment);
    }

    /** A folder that is not there yet; kept after the run for its logs, until the next run. */
    public static Path newHome(String name) {
        return Homes.fresh(name);
    }

    /** Another node on this server's home and database, up and ready. */
    FarthingServer secondNode(Map<String, String> more) throws InterruptedException {
        FarthingServer second = prepared(home, "node2", more);
        second.up();
        return second;
    }

    /** Brings it up and waits until it is ready; on a clash of ports that another program won, with other ports. */
    public void up() throws InterruptedException {
        long began = System.nanoTime();
        for (int tries = 1; ; tries++) {
            Launcher.Ended ended = launcher().run("up", "--detach");
            if (ended.status() == 0) {
                break;
            }
            if (tries == PORT_TRIES || !ended.output().contains("port")) {
                ended.orFail();
            }
            environment.put("FARTHING_PORT_OFFSET", Integer.toString(Ports.freeOffset()));
        }
        places = status();
        Trial.say(
                "%s of %s ready after %.1f s",
                node, home.getFileName(), (System.nanoTime() - began) / NANOS_PER_SECOND);
    }

    /** As {@link #up}, with more options for the server's Java, from then on and until others are given. */
    void up(List<String> javaOptions) throws InterruptedException {
        environment.put("FARTHING_JAVA_OPTS", javaOptions(javaOptions));
        up();
    }

    /** The usual options of a test's server, and more. */
    static String javaOptions(List<String> more) {
        return JAVA_OPTIONS + " " + String.join(" ", more);
    }

    /** What {@code ./farthing status --json} says. */
    JsonNode status() throws InterruptedException {
        String said = launcher().run("status", "--json").output();
        try {
            return JSON.readTree(said);
        } catch (IOException e) {
            throw new UncheckedIOException("status --json said: " + said, e);
        }
    }

    Launcher launcher() {
        return new Launcher(Launcher.checkout(), environment);
    }

    public Path home() {
        return home;
    }

    public URI http() {
        return URI.create(places.required("http").asText());
    }

    URI https() {
        return URI.create(places.required("https").asText());
    }

    URI management() {
        return URI.create(places.required("management").asText());
    }

    /** The database itself, also when the server reaches it by another way. */
    String jdbc() {
        return "jdbc:postgresql://127.0.0.1:" + databasePort() + "/farthing";
    }

    int databasePort() {
        return Integer.parseInt(Launcher.read(home.resolve("postgres").resolve("postmaster.pid"))
                .lines()
                .skip(3)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No database runs in " + home)));
    }

    /** A connection as the owner of the schema, for looking. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbc() + "?currentSchema=farthing", "farthing_owner", secret("owner"));
    }

    /** A connection that may do everything, for harm. */
    public Connection connectAsSuperuser() throws SQLException {
        return DriverManager.getConnection(jdbc(), "postgres", secret("superuser"));
    }

    String secret(String name) {
        return Launcher.read(home.resolve("secrets").resolve(name + ".password"))
                .strip();
    }

    boolean isRunning() {
        return Processes.server(home, node).isPresent();
    }

    /** SIGKILL for the server alone. */
    void kill9() {
        Processes.kill(
                Processes.server(home, node).orElseThrow(() -> new IllegalStateException(node + " does not run")));
    }

    /** SIGKILL for the postmaster; its children notice and end. */
    void killDatabase9() {
        Processes.kill(
                Processes.database(home).orElseThrow(() -> new IllegalStateException("No database runs in " + home)));
    }

    String serverLog() {
        return Launcher.read(home.resolve(node).resolve("log").resolve("server.log"));
    }

    String databaseLog() throws IOException {
        StringBuilder all = new StringBuilder();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(home.resolve("postgres-log"))) {
            for (Path log : logs) {
                all.append(Launcher.read(log));
            }
        }
        return all.toString();
    }

    /** Ends this node as an operator would. */
    public void down() throws InterruptedException {
        launcher().run("down").orFail();
    }

    /** Ends every process of this home at once. */
    @Override
    public void close() {
        Processes.endAll(home);
    }

    /** The FARTHING_ variables that it is started with. */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }
}
