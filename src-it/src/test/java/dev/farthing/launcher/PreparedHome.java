package dev.farthing.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/**
 * A program for tests that start a server of their own: prepares a home as {@code ./farthing up} does, database and schema
 * included, says what the server's environment is, and stops the database when its input ends. It stands in the launcher's
 * package because it is made of the launcher's own classes, and in a process of its own because those need their class path.
 */
final class PreparedHome {
    /** The first characters of a line that holds a variable of the server's environment. */
    static final String VARIABLE = "variable ";

    /** The line after which everything is prepared. */
    static final String READY = "ready";

    private PreparedHome() {}

    /** @param arguments the checkout, the home, and by how much the ports are moved */
    public static void main(String[] arguments) throws IOException, InterruptedException, Problem {
        Settings settings = Settings.from(
                Path.of(arguments[0]), Map.of("FARTHING_HOME", arguments[1], "FARTHING_PORT_OFFSET", arguments[2]));
        Progress progress = new Progress(System.err);
        try {
            HomeLock.holding(settings.home(), progress, () -> prepare(settings, progress))
                    .forEach((name, value) -> System.out.println(VARIABLE + name + "=" + value));
            System.out.println(READY);
            while (System.in.read() >= 0) {
                // Whoever started this process holds its input open for as long as the database is needed.
            }
        } finally {
            new EmbeddedPostgres(settings, progress).stop();
        }
    }

    private static Map<String, String> prepare(Settings settings, Progress progress)
            throws IOException, InterruptedException, Problem {
        Secrets secrets = new Secrets(settings.home(), new SecureRandom());
        secrets.prepare();
        new OperatorRealm(settings.home()).prepare(secrets);
        new TlsKeyStore(settings.home()).prepare(secrets.tlsPassword(), settings.bind());
        DatabaseAccess access = DatabaseAccess.prepare(settings, secrets, progress);
        new Migrations(access.requireOwner(), access.server().user(), Farthing.clock()).apply();
        return ServerEnvironment.of(settings, secrets, access.server());
    }
}
