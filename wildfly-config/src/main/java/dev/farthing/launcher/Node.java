package dev.farthing.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One node from nothing to ready and back: the order in which the parts are prepared, started and stopped. */
final class Node {

    /**
     * A node that takes payments.
     *
     * @param process the server
     * @param alreadyRan whether it was running before this command
     * @param newPassword the first operator's password when it has just been made
     */
    record Started(
            ProcessHandle process,
            boolean alreadyRan,
            @Nullable String newPassword) {}

    private final Settings settings;
    private final Progress progress;
    private final Clock clock;
    private final ServerProcess server;

    Node(Settings settings, Progress progress, Clock clock) {
        this.settings = settings;
        this.progress = progress;
        this.clock = clock;
        this.server = new ServerProcess(settings, progress);
    }

    /** Makes what is missing, starts what does not run, and returns when the node is ready. Stops it again on failure. */
    Started start() throws IOException, InterruptedException, Problem {
        Optional<Started> before = alreadyRunning();
        if (before.isPresent()) {
            return before.get();
        }
        boolean done = false;
        try {
            Started started = launch();
            new Startup(settings, progress).awaitReady(started.process());
            done = true;
            return started;
        } finally {
            if (!done) {
                stopAfterFailure();
            }
        }
    }

    /** Stops this node, and the embedded database when no other node of this home needs it. */
    void stop() throws IOException, InterruptedException, Problem {
        stop(true);
    }

    private void stop(boolean ready) throws IOException, InterruptedException, Problem {
        HomeLock.holding(settings.home(), progress, () -> {
            if (ready) {
                server.stop();
            } else {
                server.abandon();
            }
            if (!RunningServer.any(settings.home())) {
                new EmbeddedPostgres(settings, progress).stop();
            }
            return 0;
        });
    }

    /** Leaves nothing running behind a failed start, whose own reason is what the user must see. */
    private void stopAfterFailure() {
        if (!Files.exists(settings.home().lock())) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            stop(false);
        } catch (IOException | InterruptedException | Problem alsoFailed) {
            progress.say("Stopping what had been started failed: " + alsoFailed.getMessage());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Applies the migrations and returns how many; starts the embedded database when it is not running. */
    int migrate() throws IOException, InterruptedException, Problem {
        return HomeLock.holding(settings.home(), progress, () -> {
            EmbeddedPostgres embedded = new EmbeddedPostgres(settings, progress);
            boolean ran = embedded.runningPort().isPresent();
            Secrets secrets = secrets();
            try {
                DatabaseAccess access = DatabaseAccess.prepare(settings, secrets, progress);
                return migrate(access.requireOwner(), access.server().user());
            } finally {
                if (!ran) {
                    embedded.stop();
                }
            }
        });
    }

    /** What is done with the database as the role that owns the schema. */
    interface OwnersWork<T> {
        T with(Database owner) throws IOException, InterruptedException, Problem;
    }

    /**
     * Does what only the owner of the schema may do. The embedded database is started for it when it does not run. The home is not
     * held meanwhile, so that nodes may come and go.
     */
    <T> T asOwner(OwnersWork<T> work) throws IOException, InterruptedException, Problem {
        EmbeddedPostgres embedded = new EmbeddedPostgres(settings, progress);
        boolean ran = embedded.runningPort().isPresent();
        Database owner =
                HomeLock.holding(settings.home(), progress, () -> DatabaseAccess.prepare(settings, secrets(), progress)
                        .requireOwner());
        try {
            return work.with(owner);
        } finally {
            if (!ran) {
                HomeLock.holding(settings.home(), progress, () -> {
                    if (!RunningServer.any(settings.home())) {
                        embedded.stop();
                    }
                    return 0;
                });
            }
        }
    }

    private Started launch() throws IOException, InterruptedException, Problem {
        return HomeLock.holding(settings.home(), progress, () -> {
            Optional<ProcessHandle> meanwhile = server.running();
            if (meanwhile.isPresent()) {
                return new Started(meanwhile.get(), true, null);
            }
            for (Ports.Port port : settings.ports().ofTheServer()) {
                PortCheck.requireFree(settings.bind(), port);
            }
            progress.say(
                    "Secrets, operators and certificate in " + settings.home().root());
            Secrets secrets = secrets();
            String newPassword = new OperatorRealm(settings.home()).prepare(secrets);
            new TlsKeyStore(settings.home()).prepare(secrets.tlsPassword(), settings.bind());
            DatabaseAccess access = DatabaseAccess.prepare(settings, secrets, progress);
            Database owner = access.owner();
            if (owner == null) {
                progress.say("Schema: left to your pipeline (FARTHING_MIGRATOR_PASSWORD is not set)");
            } else {
                migrate(owner, access.server().user());
            }
            progress.say("Server: starting WildFly, log in " + settings.home().serverLog());
            new NodeFolder(settings.home().nodeFolder()).prepare(settings.checkout());
            Process process = server.start(ServerEnvironment.of(settings, secrets, access.server()));
            return new Started(process.toHandle(), false, newPassword);
        });
    }

    private Optional<Started> alreadyRunning() throws IOException, InterruptedException, Problem {
        Optional<ProcessHandle> running = server.running();
        if (running.isEmpty()) {
            return Optional.empty();
        }
        if (!Health.ask(settings).ready()) {
            progress.say("Server: it runs already (process " + running.get().pid() + ") but is not ready yet");
            reviveDatabase();
            try {
                new Startup(settings, progress).awaitReady(running.get());
            } catch (Problem notReady) {
                progress.say("Server: starting it again, because it does not get ready");
                stop(false);
                return Optional.empty();
            }
        }
        return Optional.of(new Started(running.get(), true, null));
    }

    /** A server that has lost its embedded database gets ready by itself as soon as that is back. */
    private void reviveDatabase() throws IOException, InterruptedException, Problem {
        if (settings.database() == null) {
            HomeLock.holding(
                    settings.home(), progress, () -> new EmbeddedPostgres(settings, progress).ensureRunning(secrets()));
        }
    }

    private int migrate(Database owner, String serverRole) throws Problem {
        int applied = new Migrations(owner, serverRole, clock).apply();
        progress.say(applied == 0 ? "Schema: up to date" : "Schema: applied " + applied + " migrations");
        return applied;
    }

    private Secrets secrets() throws IOException, Problem {
        Secrets secrets = new Secrets(settings.home(), new SecureRandom());
        secrets.prepare();
        return secrets;
    }
}
