package dev.farthing.launcher;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who PostgreSQL runs as: the user of this process, or an unprivileged account when that is root, because PostgreSQL
 * refuses to be root.
 */
final class PostgresAccount {

    private static final List<String> ACCOUNTS = List.of("postgres", "nobody");
    /**
     * Lets the account pass through folders that only root may enter, such as a checkout below /root. The secure bit
     * makes access(2), which PostgreSQL looks for its programs with, honour that right; at the exec all others are gone.
     */
    private static final List<String> PASS_THROUGH =
            List.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search", "--securebits=+no_setuid_fixup");

    private final List<String> prefix;
    private final int uid;
    private final int gid;

    private PostgresAccount(List<String> prefix, int uid, int gid) {
        this.prefix = prefix;
        this.uid = uid;
        this.gid = gid;
    }

    static PostgresAccount choose(Home home) throws IOException, InterruptedException, Problem {
        if (number("id", "-u") != 0) {
            return new PostgresAccount(List.of(), -1, -1);
        }
        int uid = -1;
        int gid = -1;
        if (Files.exists(home.postgresData())) {
            uid = (Integer) Files.getAttribute(home.postgresData(), "unix:uid");
            gid = (Integer) Files.getAttribute(home.postgresData(), "unix:gid");
        } else {
            for (String account : ACCOUNTS) {
                if (uid < 0) {
                    uid = number("id", "-u", account);
                    gid = number("id", "-g", account);
                }
            }
        }
        if (uid <= 0) {
            throw new Problem(
                    "PostgreSQL refuses to run as root and this machine has neither the account 'postgres' nor "
                            + "'nobody': run ./farthing as an ordinary user, or set FARTHING_DATABASE_URL.");
        }
        return new PostgresAccount(List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups"), uid, gid);
    }

    /** The same account, if need be with the right to pass through folders that are closed to it. */
    PostgresAccount able(Path program, Path folder) throws IOException, InterruptedException, Problem {
        if (prefix.isEmpty() || reaches(program, folder)) {
            return this;
        }
        List<String> longer = new ArrayList<>(prefix);
        longer.addAll(PASS_THROUGH);
        PostgresAccount passing = new PostgresAccount(List.copyOf(longer), uid, gid);
        if (passing.reaches(program, folder)) {
            return passing;
        }
        throw new Problem("PostgreSQL refuses to run as root, and the account it runs as instead (uid " + uid
                + ") cannot enter " + folder.getParent()
                + ": set FARTHING_HOME to a folder that everyone may enter, or "
                + "run ./farthing as an ordinary user.");
    }

    Command.Result run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return Command.run(whole, environment);
    }

    /** Hands a folder and all in it to the account. */
    void own(Path folder) throws IOException {
        if (prefix.isEmpty()) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                chown(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) throws IOException {
                chown(inner);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private void chown(Path path) throws IOException {
        Files.setAttribute(path, "unix:uid", uid);
        Files.setAttribute(path, "unix:gid", gid);
    }

    private boolean reaches(Path program, Path folder) throws IOException, InterruptedException {
        return !run(List.of("test", "-x", program.toString(), "-a", "-w", folder.toString()), Map.of())
                .failed();
    }

    private static int number(String... command) throws IOException, InterruptedException {
        Command.Result result = Command.run(List.of(command), Map.of());
        try {
            return result.failed() ? -1 : Integer.parseInt(result.output().strip());
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }
}
