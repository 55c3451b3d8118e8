package dev.farthing.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that are either not there or whole, so that a start which is killed at any point can be started again. */
final class SafeFiles {

    static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    static final Set<PosixFilePermission> OPEN_FOLDER = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private SafeFiles() {}

    static Path folder(Path folder, Set<PosixFilePermission> permissions) throws IOException {
        boolean made = !Files.isDirectory(folder);
        Files.createDirectories(folder);
        // What somebody else made may be opened for fewer than this asks, never for more.
        if (made || permissions.equals(OWNER_FOLDER)) {
            Files.setPosixFilePermissions(folder, permissions);
        }
        return folder;
    }

    /** An empty file that only its owner reads, in place of an older one. */
    static Path emptyForOwner(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_FILE));
    }

    /** The name under which a file or folder is made before it takes its place. */
    static Path unfinished(Path target) {
        return target.resolveSibling(target.getFileName() + ".new");
    }

    static void writeSecret(Path file, String text) throws IOException {
        Path made = unfinished(file);
        Files.deleteIfExists(made);
        Files.createFile(made, PosixFilePermissions.asFileAttribute(OWNER_FILE));
        Files.writeString(made, text + "\n", StandardCharsets.UTF_8, StandardOpenOption.SYNC);
        putInPlace(made, file);
    }

    static String readSecret(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8).strip();
    }

    static void onlyForOwner(Path file) throws IOException {
        Files.setPosixFilePermissions(file, OWNER_FILE);
    }

    static void putInPlace(Path made, Path target) throws IOException {
        Files.move(made, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void copyInPlace(Path source, Path target) throws IOException {
        Path made = unfinished(target);
        Files.copy(source, made, StandardCopyOption.REPLACE_EXISTING);
        putInPlace(made, target);
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
