package dev.farthing.it.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What was used up to a moment. Of two, the later less the earlier is what a round has cost.
 *
 * @param serverCpuMillis processor time of the server's process
 * @param databaseCpuMillis processor time of all processes of the database
 * @param walBytes bytes of write-ahead log
 * @param commits transactions committed in the database
 */
record Standing(double serverCpuMillis, double databaseCpuMillis, long walBytes, long commits) {
    private static final double MILLIS_A_TICK = 10; // USER_HZ is 100 on Linux
    private static final long STATISTICS_MILLIS = 1_200; // sessions report within a second of being idle

    static Standing now(BenchServer server) throws SQLException, IOException, InterruptedException {
        Thread.sleep(STATISTICS_MILLIS);
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint,
                               (select xact_commit from pg_stat_database where datname = current_database())
                        """)) {
            row.next();
            return new Standing(
                    cpuMillis(server.serverPid(), false),
                    databaseCpuMillis(server.databasePid()),
                    row.getLong(1),
                    row.getLong(2));
        }
    }

    Standing since(Standing before) {
        return new Standing(
                serverCpuMillis - before.serverCpuMillis,
                databaseCpuMillis - before.databaseCpuMillis,
                walBytes - before.walBytes,
                commits - before.commits);
    }

    private static double databaseCpuMillis(long postmaster) throws IOException {
        double total = cpuMillis(postmaster, true);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                List<String> stat = stat(process);
                if (!stat.isEmpty() && Long.parseLong(stat.get(1)) == postmaster) {
                    total += ticks(stat, 11, 2) * MILLIS_A_TICK;
                }
            }
        }
        return total;
    }

    /** Processor time that the threads that compile have taken in a process of Java. */
    static double compilersCpuMillis(long pid) throws IOException {
        double total = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads) {
                if (name(thread).startsWith("C2 Compiler") || name(thread).startsWith("C1 Compiler")) {
                    total += ticks(stat(thread), 11, 2) * MILLIS_A_TICK;
                }
            }
        }
        return total;
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm"));
        } catch (IOException ended) {
            return "";
        }
    }

    private static double cpuMillis(long pid, boolean withEndedChildren) {
        List<String> stat = stat(Path.of("/proc", Long.toString(pid)));
        return stat.isEmpty() ? 0 : ticks(stat, 11, withEndedChildren ? 4 : 2) * MILLIS_A_TICK;
    }

    private static long ticks(List<String> stat, int from, int count) {
        return stat.subList(from, from + count).stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    /** The fields of proc_pid_stat(5) from the third, the state, on; none if the process has ended. */
    private static List<String> stat(Path process) {
        try {
            String line = Files.readString(process.resolve("stat"));
            return List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
        } catch (NoSuchFileException ended) {
            return List.of();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return List.of();
            }
            throw new UncheckedIOException(e);
        }
    }
}
