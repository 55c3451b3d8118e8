package dev.farthing.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The data folder of the embedded database: made once, its settings written again before every start. */
final class PostgresCluster {

    private static final String SETTINGS = "farthing.conf";

    private final Home home;
    private final PostgresAccount account;
    private final Path binaries;

    PostgresCluster(Home home, PostgresAccount account, Path binaries) {
        this.home = home;
        this.account = account;
        this.binaries = binaries;
    }

    void prepare(String superuserPassword, Progress progress) throws IOException, InterruptedException, Problem {
        if (Files.exists(home.postgresData())) {
            return;
        }
        progress.say("Database: making an empty one in " + home.postgresData());
        Path made = SafeFiles.unfinished(home.postgresData());
        Path handover = home.root().resolve(".initdb");
        SafeFiles.deleteTree(made);
        SafeFiles.deleteTree(handover);
        SafeFiles.folder(made, SafeFiles.OWNER_FOLDER);
        SafeFiles.folder(handover, SafeFiles.OWNER_FOLDER);
        Path passwordFile = handover.resolve("password");
        SafeFiles.writeSecret(passwordFile, superuserPassword);
        account.own(made);
        account.own(handover);
        Command.Result result = account.able(binaries.resolve("bin/initdb"), made)
                .run(
                        List.of(
                                binaries.resolve("bin/initdb").toString(),
                                "--pgdata=" + made,
                                "--username=postgres",
                                "--pwfile=" + passwordFile,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--data-checksums"),
                        Map.of());
        SafeFiles.deleteTree(handover);
        if (result.failed()) {
            throw new Problem("An empty database cannot be made in " + home.postgresData() + " (" + result.lastLine()
                    + "): make room on the disk or set FARTHING_HOME to another folder, then start again.");
        }
        Files.writeString(made.resolve("postgresql.conf"), "\ninclude '" + SETTINGS + "'\n", StandardOpenOption.APPEND);
        Files.move(made, home.postgresData());
    }

    /** Durable, loopback only, no socket in the file system, and a log that shows every wait for a lock. */
    void writeSettings(Settings settings) throws IOException {
        SafeFiles.folder(home.postgresLog(), SafeFiles.OPEN_FOLDER);
        account.own(home.postgresLog());
        String text = String.format(
                Locale.ROOT,
                """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                max_connections = %s
                shared_buffers = '%s'
                password_encryption = 'scram-sha-256'
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                timezone = 'UTC'
                log_timezone = 'UTC'
                logging_collector = on
                log_directory = '%s'
                log_filename = 'postgresql-%%a.log'
                log_file_mode = 0644
                log_rotation_age = 1d
                log_rotation_size = 0
                log_truncate_on_rotation = on
                log_line_prefix = '%%m [%%p] %%a '
                log_lock_waits = on
                deadlock_timeout = 1s
                """,
                settings.ports().database().number(),
                settings.text("FARTHING_POSTGRES_CONNECTIONS", "100"),
                settings.text("FARTHING_POSTGRES_SHARED_BUFFERS", "256MB"),
                home.postgresLog().toString().replace("'", "''"));
        Path file = home.postgresData().resolve(SETTINGS);
        Path made = SafeFiles.unfinished(file);
        Files.writeString(made, text, StandardCharsets.UTF_8);
        SafeFiles.putInPlace(made, file);
        account.own(file);
    }
}
