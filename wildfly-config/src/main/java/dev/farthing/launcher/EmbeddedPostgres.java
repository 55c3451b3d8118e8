package dev.farthing.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The embedded database as a process: started, adopted when it runs already, stopped. */
final class EmbeddedPostgres {

    private static final String START_LIMIT_SECONDS = "60";
    private static final String STOP_LIMIT_SECONDS = "30";
    private static final int START_ATTEMPTS = 10;
    private static final int PID_FILE_PORT_LINE = 3;

    private final Settings settings;
    private final Progress progress;

    EmbeddedPostgres(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Returns the port at which it answers, which another node of this home may have chosen. */
    int ensureRunning(Secrets secrets) throws IOException, InterruptedException, Problem {
        if (settings.production()) {
            throw new Problem("The embedded database is not for production (FARTHING_PROFILE=production): set "
                    + "FARTHING_DATABASE_URL and FARTHING_DATABASE_PASSWORD (docs/deploy.md).");
        }
        Home home = settings.home();
        OptionalInt running = runningPort();
        if (running.isPresent()) {
            progress.say("Database: joining the one that runs at port " + running.getAsInt());
            return running.getAsInt();
        }
        Path binaries = PostgresBinaries.prepare(home, progress);
        PostgresAccount account = PostgresAccount.choose(home);
        PostgresCluster cluster = new PostgresCluster(home, account, binaries);
        cluster.prepare(secrets.superuserPassword(), progress);
        cluster.writeSettings(settings);
        PortCheck.requireFree("127.0.0.1", settings.ports().database());
        progress.say("Database: starting PostgreSQL " + PostgresBinaries.VERSION);
        start(account.able(program("pg_ctl"), home.postgresData()));
        return settings.ports().database().number();
    }

    private void start(PostgresAccount account) throws IOException, InterruptedException, Problem {
        Home home = settings.home();
        Files.deleteIfExists(home.postgresData().resolve("postmaster.pid"));
        Path startLog = home.postgresLog().resolve("start.log");
        Command.Result result = new Command.Result(-1, "");
        for (int attempt = 0; attempt < START_ATTEMPTS; attempt++) {
            result = account.run(
                    List.of(
                            program("pg_ctl").toString(),
                            "start",
                            "--wait",
                            "--timeout=" + START_LIMIT_SECONDS,
                            "--pgdata=" + home.postgresData(),
                            "--log=" + startLog),
                    Map.of());
            if (!result.failed()) {
                return;
            }
            if (!said(startLog, "pre-existing shared memory block")) {
                break;
            }
            // The children of a killed database take a moment to notice.
            Thread.sleep(1000);
        }
        throw new Problem("The embedded database does not start (" + result.lastLine() + "): see " + startLog + " and "
                + home.postgresLog() + ".");
    }

    /** The port of the database of this home, when one runs. A pid file whose process is another program's is stale. */
    OptionalInt runningPort() throws IOException {
        List<String> lines = pidFile();
        return pid(lines).isPresent() && lines.size() > PID_FILE_PORT_LINE
                ? OptionalInt.of(Integer.parseInt(lines.get(PID_FILE_PORT_LINE).strip()))
                : OptionalInt.empty();
    }

    void stop() throws IOException, InterruptedException, Problem {
        Home home = settings.home();
        if (runningPort().isEmpty()) {
            return;
        }
        progress.say("Database: stopping");
        PostgresAccount account = PostgresAccount.choose(home).able(program("pg_ctl"), home.postgresData());
        for (String mode : List.of("fast", "immediate")) {
            Command.Result result = account.run(
                    List.of(
                            program("pg_ctl").toString(),
                            "stop",
                            "--wait",
                            "--timeout=" + STOP_LIMIT_SECONDS,
                            "--mode=" + mode,
                            "--pgdata=" + home.postgresData()),
                    Map.of());
            if (!result.failed() || runningPort().isEmpty()) {
                return;
            }
        }
        throw new Problem("The embedded database does not stop: see " + home.postgresLog() + ".");
    }

    static String jdbcUrl(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private Path program(String name) {
        return settings.home()
                .tools()
                .resolve("postgresql-" + PostgresBinaries.VERSION)
                .resolve("bin")
                .resolve(name);
    }

    private List<String> pidFile() throws IOException {
        try {
            return Files.readAllLines(settings.home().postgresData().resolve("postmaster.pid"));
        } catch (NoSuchFileException notRunning) {
            return List.of();
        }
    }

    private static OptionalLong pid(List<String> lines) {
        if (lines.isEmpty()) {
            return OptionalLong.empty();
        }
        long pid = Long.parseLong(lines.get(0).strip());
        boolean ours = ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("postgres").endsWith("postgres"))
                .isPresent();
        return ours ? OptionalLong.of(pid) : OptionalLong.empty();
    }

    private static boolean said(Path log, String words) throws IOException {
        return Files.exists(log)
                && Files.readString(log, StandardCharsets.ISO_8859_1).contains(words);
    }
}
