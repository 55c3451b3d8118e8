package dev.farthing.it.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.it.system.FarthingServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server that is measured: brought up as an operator would, with the options for Java that it has by itself but for a
 * larger heap, on its embedded database with its durable settings.
 */
final class BenchServer implements AutoCloseable {
    private static final String JAVA_OPTIONS = "-Xms1g -Xmx1g -XX:+ExitOnOutOfMemoryError";
    private static final String OTHERWISE = "FARTHING_BENCH_SERVER_";
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long POLL_MILLIS = 20;
    private static final long DRAIN_LIMIT_MILLIS = 300_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FarthingServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private BenchServer(FarthingServer server) {
        this.server = server;
    }

    /** A server in a new home, up and ready. */
    static BenchServer fresh(String name, Path ear) throws InterruptedException {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("FARTHING_EAR", ear.toString());
        environment.put("FARTHING_JAVA_OPTS", JAVA_OPTIONS);
        environment.putAll(otherwise());
        FarthingServer server = FarthingServer.prepared(FarthingServer.newHome(name), "node1", environment);
        server.up();
        return new BenchServer(server);
    }

    static String javaOptions() {
        return otherwise().getOrDefault("FARTHING_JAVA_OPTS", JAVA_OPTIONS);
    }

    /** What the caller wants otherwise than usual, by the names that the server knows it by. */
    static Map<String, String> otherwise() {
        Map<String, String> otherwise = new TreeMap<>();
        System.getenv().forEach((variable, value) -> {
            if (variable.startsWith(OTHERWISE)) {
                otherwise.put("FARTHING_" + variable.substring(OTHERWISE.length()), value);
            }
        });
        return otherwise;
    }

    FarthingServer farthing() {
        return server;
    }

    URI http() {
        return server.http();
    }

    Connection connect() throws SQLException {
        return server.connect();
    }

    /** Asks the war of the bench. */
    JsonNode bench(String path, ObjectNode order) throws InterruptedException {
        return exchange(HttpRequest.newBuilder(URI.create(server.http() + "/bench" + path))
                .timeout(LIMIT)
                .POST(BodyPublishers.ofString(order.toString()))
                .build());
    }

    JsonNode bench(String path) throws InterruptedException {
        return exchange(HttpRequest.newBuilder(URI.create(server.http() + "/bench" + path))
                .timeout(LIMIT)
                .GET()
                .build());
    }

    private JsonNode exchange(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        request.uri() + " answered " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + " did not answer", e);
        }
    }

    long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Lets the database do now what the round before has left to it: vacuum, statistics, and a checkpoint. Otherwise a round is
     * measured with another's chores, always the same one, since the rounds come in one order.
     */
    void tidyUp() throws SQLException {
        try (Connection connection = server.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
            statement.execute("checkpoint");
        }
    }

    /** Waits until all that follows a payment is done: deltas folded, events numbered, and told to the customers. */
    void awaitDrained(Marks since) throws SQLException, InterruptedException {
        long until = System.nanoTime() + Duration.ofMillis(DRAIN_LIMIT_MILLIS).toNanos();
        while (isBehind(since)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("Deltas and events were not drained in time");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** The cheap looks first: they are taken often. A round's events are its payments, each told to one customer. */
    private boolean isBehind(Marks since) throws SQLException {
        return number("""
                        select (exists (select 1 from delta) or exists (select 1 from outbox where number is null)
                                or (select last from event_feed where feed = 0) > (select min(number) from relay_position))::integer
                        """) > 0 || notices() - since.notices() < lastEvent() - since.event();
    }

    /** How many events and notices there are now. */
    Marks marks() throws SQLException {
        return new Marks(lastEvent(), notices());
    }

    /** By the sequence of their ids, since counting them would be work for the database that is measured. */
    private long notices() throws SQLException {
        return number("select coalesce(max(last_value), 0) from pg_sequences where schemaname = 'farthing'"
                + " and sequencename = 'customer_notice_id_seq'");
    }

    private long lastEvent() throws SQLException {
        return number("select coalesce(max(last), 0) from event_feed where feed = 0");
    }

    /** Events and notices before a round. */
    record Marks(long event, long notices) {}

    long serverPid() throws IOException {
        return Long.parseLong(Files.readString(server.home().resolve("run").resolve("node1.pid"))
                .lines()
                .findFirst()
                .orElseThrow()
                .strip());
    }

    long databasePid() throws IOException {
        return Long.parseLong(Files.readString(server.home().resolve("postgres").resolve("postmaster.pid"))
                .lines()
                .findFirst()
                .orElseThrow()
                .strip());
    }

    /** As an operator would: what records the server's doings is then written. */
    @Override
    public void close() {
        try {
            server.down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.close();
        }
    }
}
