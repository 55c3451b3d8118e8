package dev.farthing.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;

/** One look at a node, for people and for scripts. */
record Status(
        boolean ready, String reason, Map<String, String> places, String businessDate, Map<String, String> versions) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Status read(Settings settings) throws IOException, InterruptedException {
        Home home = settings.home();
        Optional<ProcessHandle> server = RunningServer.find(home.pidFile());
        Health health = server.isPresent()
                ? Health.ask(settings)
                : new Health(false, false, "the server of " + home.node() + " does not run: ./farthing up", "");
        Map<String, String> places = new TreeMap<>();
        places.put("http", settings.httpUrl());
        places.put("https", settings.httpsUrl());
        places.put("management", settings.managementUrl());
        places.put("jdbc", jdbc(settings));
        Map<String, String> versions = new TreeMap<>();
        versions.put("farthing", version(Status.class.getPackage().getImplementationVersion()));
        versions.put("wildfly", serverVersion(settings.checkout()));
        versions.put("postgresql", databaseVersion(settings));
        versions.put("java", System.getProperty("java.version", "unknown"));
        return new Status(health.ready(), health.reason(), places, health.businessDate(), versions);
    }

    String toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.put("ready", ready);
        json.put("reason", reason);
        places.forEach(json::put);
        json.put("businessDate", businessDate);
        ObjectNode all = json.putObject("versions");
        versions.forEach(all::put);
        return json.toPrettyString();
    }

    String toText() {
        StringBuilder text = new StringBuilder(ready ? "ready" : "not ready: " + reason);
        places.forEach((name, place) -> text.append(String.format(Locale.ROOT, "%n  %-13s %s", name, place)));
        if (!businessDate.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%n  %-13s %s", "business date", businessDate));
        }
        versions.forEach((name, version) -> text.append(String.format(Locale.ROOT, "%n  %-13s %s", name, version)));
        return text.toString();
    }

    private static String jdbc(Settings settings) throws IOException {
        if (settings.database() != null) {
            return settings.database().url();
        }
        OptionalInt running = new EmbeddedPostgres(settings, new Progress(System.err)).runningPort();
        return EmbeddedPostgres.jdbcUrl(
                running.orElse(settings.ports().database().number()), "farthing");
    }

    /** Asked of the database itself, as the server's own role; empty when it does not answer. */
    private static String databaseVersion(Settings settings) throws IOException {
        Path passwords = settings.home().secrets().resolve("store.password");
        if (!Files.isReadable(passwords)) {
            return "";
        }
        CredentialStoreFile store =
                new CredentialStoreFile(settings.home().credentialStore(), SafeFiles.readSecret(passwords));
        String password = store.find(Secrets.DATABASE_PASSWORD);
        String user =
                settings.database() == null ? "farthing" : settings.database().user();
        if (password == null) {
            return "";
        }
        try {
            return new Database(jdbc(settings), user, password).requireUsable();
        } catch (Problem unreachable) {
            return "";
        }
    }

    private static String serverVersion(Checkout checkout) throws IOException {
        Path manifest = checkout.server().resolve("version.properties");
        Properties versions = new Properties();
        if (Files.exists(manifest)) {
            try (var reader = Files.newBufferedReader(manifest)) {
                versions.load(reader);
            }
        }
        return versions.getProperty("wildfly", "unknown");
    }

    private static String version(@org.jspecify.annotations.Nullable String version) {
        return version == null ? "unknown" : version;
    }
}
