package dev.farthing.launcher;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's own programs, unpacked once out of the archive on the class path. */
final class PostgresBinaries {

    static final String VERSION = "18.4";
    private static final int MAX_MEMORY_KIB = 256 * 1024;
    private static final long MAX_BYTES = 512L * 1024 * 1024;
    private static final int OWNER_EXECUTE = 0100;

    private PostgresBinaries() {}

    static Path prepare(Home home, Progress progress) throws IOException, Problem {
        Path target = home.tools().resolve("postgresql-" + VERSION);
        if (Files.exists(target)) {
            return target;
        }
        progress.say("Database: unpacking PostgreSQL " + VERSION);
        SafeFiles.folder(home.tools(), SafeFiles.OPEN_FOLDER);
        Path made = SafeFiles.unfinished(target);
        SafeFiles.deleteTree(made);
        SafeFiles.folder(made, SafeFiles.OPEN_FOLDER);
        try (InputStream archive = archive();
                TarArchiveInputStream tar = new TarArchiveInputStream(XZCompressorInputStream.builder()
                        .setInputStream(new BufferedInputStream(archive))
                        .setMemoryLimitKiB(MAX_MEMORY_KIB)
                        .get())) {
            unpack(tar, made);
        }
        Files.move(made, target);
        return target;
    }

    private static InputStream archive() throws Problem {
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = machine.equals("aarch64") ? "arm_64" : "x86_64";
        InputStream archive =
                PostgresBinaries.class.getResourceAsStream("/postgres-" + system + "-" + processor + ".txz");
        if (archive == null) {
            throw new Problem("There is no embedded PostgreSQL for " + system + " on " + machine
                    + ": set FARTHING_DATABASE_URL to a PostgreSQL 15 or newer of your own (docs/deploy.md).");
        }
        return archive;
    }

    private static void unpack(TarArchiveInputStream tar, Path root) throws IOException {
        long left = MAX_BYTES;
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = root.resolve(entry.getName()).normalize();
            if (!path.startsWith(root)) {
                throw new IOException("the archive of PostgreSQL names a file outside of itself");
            }
            if (entry.isDirectory()) {
                SafeFiles.folder(path, SafeFiles.OPEN_FOLDER);
            } else if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.createDirectories(path.getParent());
                left -= Files.copy(tar, path);
                boolean program = (entry.getMode() & OWNER_EXECUTE) != 0;
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
            }
            if (left < 0) {
                throw new IOException("the archive of PostgreSQL is larger than " + MAX_BYTES + " bytes");
            }
        }
    }
}
