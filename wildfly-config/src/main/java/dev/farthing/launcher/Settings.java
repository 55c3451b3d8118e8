package dev.farthing.launcher;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Everything the launcher takes from its environment, read once and checked. */
record Settings(
        Checkout checkout,
        Home home,
        Ports ports,
        @Nullable ExternalDatabase database,
        Map<String, String> environment) {

    private static final Pattern NODE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?");
    private static final List<String> RESERVED = List.of(
            "postgres", "postgres-log", "tools", "secrets", "operators", "tls", "run", "demo", "bank", "archive");
    private static final List<String> NUMBERS = List.of(
            "FARTHING_POOL_MIN",
            "FARTHING_POOL_MAX",
            "FARTHING_POOL_WAIT_MILLIS",
            "FARTHING_BATCH_POOL_MAX",
            "FARTHING_REPORTS_POOL_MAX",
            "FARTHING_BATCH_PARTS",
            "FARTHING_IO_THREADS",
            "FARTHING_WORKER_THREADS",
            "FARTHING_SEALING_THREADS",
            "FARTHING_SEALING_QUEUE",
            "FARTHING_MAX_CONNECTIONS",
            "FARTHING_MAX_POST_BYTES",
            "FARTHING_MAX_BULKS",
            "FARTHING_MAX_HEADER_BYTES",
            "FARTHING_STOP_SECONDS",
            "FARTHING_TRANSACTION_TIMEOUT_SECONDS",
            "FARTHING_RETENTION_DAYS",
            "FARTHING_RETENTION_EVENTS_DAYS",
            "FARTHING_RETENTION_SEEN_AGAIN_DAYS",
            "FARTHING_RETENTION_NOTICES_DAYS",
            "FARTHING_SUBMISSION_BATCH_LIMIT",
            "FARTHING_SUBMISSION_QUEUE_LIMIT");

    /** With the greatest that makes sense: nobody's request lives long enough for batches that are seconds apart. */
    private static final Map<String, Integer> NUMBERS_OR_NONE =
            Map.of("FARTHING_SUBMISSION_LANES", 64, "FARTHING_SUBMISSION_GATHERING_MILLIS", 1_000);

    private static final String USUAL_JAVA_OPTIONS = "-Xms256m -Xmx1024m -XX:+ExitOnOutOfMemoryError";

    /** A database that the bank runs. Passwords are absent when the caller gave none. */
    record ExternalDatabase(
            String url,
            String user,
            @Nullable String password,
            String migrator,
            @Nullable String migratorPassword) {}

    /**
     * Reads the settings.
     *
     * @param root the checkout
     * @throws Problem for a value that cannot be used, with what to write instead
     */
    static Settings from(Path root, Map<String, String> environment) throws Problem {
        String node = text(environment, "FARTHING_NODE", "node1");
        if (!NODE.matcher(node).matches() || RESERVED.contains(node)) {
            throw new Problem(
                    "FARTHING_NODE must be 1 to 20 of a-z, 0-9 and - (such as node1), but is '" + node + "'.");
        }
        requireKnownProfile(environment);
        requireNumbers(environment);
        requirePublicUrl(environment);
        Path home = path(environment, "FARTHING_HOME", root.resolve("var"));
        Path ear = path(environment, "FARTHING_EAR", root.resolve("ear/target/farthing.ear"));
        return new Settings(
                new Checkout(root, ear),
                new Home(home, node),
                Ports.from(environment),
                externalDatabase(environment),
                Map.copyOf(environment));
    }

    /** A path that is given is meant from where the caller stands. */
    private static Path path(Map<String, String> environment, String variable, Path usual) {
        String given = text(environment, variable, "");
        return (given.isEmpty() ? usual : Path.of(given)).toAbsolutePath().normalize();
    }

    private static void requireKnownProfile(Map<String, String> environment) throws Problem {
        String profile = text(environment, "FARTHING_PROFILE", "production");
        if (!profile.equals("production")) {
            throw new Problem("FARTHING_PROFILE is production or not set, but is '" + profile + "'.");
        }
    }

    private static void requireNumbers(Map<String, String> environment) throws Problem {
        for (String variable : NUMBERS) {
            String value = text(environment, variable, "1");
            if (!value.matches("[1-9][0-9]{0,8}")) {
                throw new Problem(variable + " must be a whole number from 1, but is '" + value + "'.");
            }
        }
        for (Map.Entry<String, Integer> number : NUMBERS_OR_NONE.entrySet()) {
            String value = text(environment, number.getKey(), "0");
            if (!value.matches("[0-9]{1,4}") || Integer.parseInt(value) > number.getValue()) {
                throw new Problem(number.getKey() + " must be a whole number from 0 to " + number.getValue()
                        + ", but is '" + value + "'.");
            }
        }
    }

    private static void requirePublicUrl(Map<String, String> environment) throws Problem {
        String url = text(environment, "FARTHING_PUBLIC_URL", "https://pay.example");
        if (!url.matches("https?://[A-Za-z0-9.:\\[\\]-]{1,200}")) {
            throw new Problem(
                    "FARTHING_PUBLIC_URL must look like https://pay.example, without a path and a / at the end,"
                            + " but is '" + url + "'.");
        }
    }

    /** The address that the server listens on. */
    String bind() {
        return text(environment, "FARTHING_BIND", "127.0.0.1");
    }

    /** The address at which this machine reaches the server. */
    String reachable() {
        String bind = bind();
        return switch (bind) {
            case "0.0.0.0", "127.0.0.1" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> bind.contains(":") ? "[" + bind + "]" : bind;
        };
    }

    String httpUrl() {
        return "http://" + reachable() + ":" + ports.http().number();
    }

    String httpsUrl() {
        return "https://" + reachable() + ":" + ports.https().number();
    }

    /** The address that the outside world has for the server; stands in what the server signs. */
    String publicUrl() {
        return text(environment, "FARTHING_PUBLIC_URL", httpUrl());
    }

    String managementUrl() {
        return "http://" + text(environment, "FARTHING_MANAGEMENT_BIND", "127.0.0.1") + ":"
                + ports.management().number();
    }

    boolean production() {
        return text(environment, "FARTHING_PROFILE", "").equals("production");
    }

    /** How long things are kept in the database, and where they go then. */
    RetentionPeriods retention() {
        return new RetentionPeriods(
                path(environment, "FARTHING_ARCHIVE", home.archive()),
                days("FARTHING_RETENTION_DAYS"),
                days("FARTHING_RETENTION_EVENTS_DAYS"),
                days("FARTHING_RETENTION_SEEN_AGAIN_DAYS"),
                days("FARTHING_RETENTION_NOTICES_DAYS"));
    }

    private int days(String variable) {
        return Integer.parseInt(text(variable, Integer.toString(RetentionPeriods.USUAL_DAYS)));
    }

    List<String> javaOptions() {
        return Arrays.stream(text(environment, "FARTHING_JAVA_OPTS", USUAL_JAVA_OPTIONS)
                        .split("\\s+"))
                .filter(option -> !option.isEmpty())
                .toList();
    }

    String text(String variable, String usual) {
        return text(environment, variable, usual);
    }

    private static String text(Map<String, String> environment, String variable, String usual) {
        String value = environment.getOrDefault(variable, "").strip();
        return value.isEmpty() ? usual : value;
    }

    private static @Nullable String secret(Map<String, String> environment, String variable) {
        String value = environment.getOrDefault(variable, "");
        return value.isEmpty() ? null : value;
    }

    private static @Nullable ExternalDatabase externalDatabase(Map<String, String> environment) throws Problem {
        String url = text(environment, "FARTHING_DATABASE_URL", "");
        if (url.isEmpty()) {
            return null;
        }
        if (!url.startsWith("jdbc:postgresql://")) {
            throw new Problem(
                    "FARTHING_DATABASE_URL must look like jdbc:postgresql://host:5432/database, but is '" + url + "'.");
        }
        if (url.contains("password=")) {
            throw new Problem(
                    "FARTHING_DATABASE_URL must not hold a password: set FARTHING_DATABASE_PASSWORD instead.");
        }
        return new ExternalDatabase(
                url,
                text(environment, "FARTHING_DATABASE_USER", "farthing"),
                secret(environment, "FARTHING_DATABASE_PASSWORD"),
                text(environment, "FARTHING_MIGRATOR_USER", "farthing_owner"),
                secret(environment, "FARTHING_MIGRATOR_PASSWORD"));
    }
}
