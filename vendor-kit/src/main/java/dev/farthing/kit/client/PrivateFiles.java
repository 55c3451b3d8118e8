package dev.farthing.kit.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files and folders that only their owner can read, from the first byte on, and that are on disk when a method returns. */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Set<PosixFilePermission> FOLDER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private PrivateFiles() {}

    /** Makes the folder and those above it, if they are not there; one that is there is left as it is. */
    public static Path folder(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        return Files.createDirectories(absolute, attributes(absolute, FOLDER));
    }

    /**
     * Writes a new file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one: keys that are written over are lost
     */
    public static void writeNew(Path file, byte[] bytes) throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        write(file, bytes, options);
        syncFolderOf(file);
    }

    /** Writes the file, or replaces it at once: whoever reads it sees the old bytes or the new ones. */
    public static void replace(Path file, byte[] bytes) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        write(unfinished, bytes, options);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolderOf(file);
    }

    /**
     * Reads a file of secrets.
     *
     * @throws IOException with what to do, if others may read it or it is too long
     */
    public static byte[] read(Path file, int maxBytes) throws IOException {
        if (hasPosixPermissions(file) && !FILE.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException("Others may read the file " + file + ": run chmod 600 on it.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException(
                        "The file " + file + " is longer than " + maxBytes + " bytes: it is another one.");
            }
            return bytes;
        }
    }

    /** Opens a file for reading and writing; a new one is only its owner's. */
    static FileChannel open(Path file) throws IOException {
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return FileChannel.open(file, options, attributes(file, FILE));
    }

    /** A new name in a folder, or one that is gone, outlives a crash only when the folder itself is on disk. */
    static void syncFolderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !hasPosixPermissions(file)) {
            return; // Windows cannot open a folder, and orders its names by itself.
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void write(Path file, byte[] bytes, Set<StandardOpenOption> options) throws IOException {
        Set<StandardOpenOption> synced = EnumSet.copyOf(options);
        synced.add(StandardOpenOption.SYNC);
        try (SeekableByteChannel channel = Files.newByteChannel(file, synced, attributes(file, FILE))) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        }
    }

    private static FileAttribute<?>[] attributes(Path file, Set<PosixFilePermission> permissions) {
        return hasPosixPermissions(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean hasPosixPermissions(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        @Nullable PosixFileAttributeView view =
                folder == null ? null : Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        return view != null;
    }
}
