package dev.farthing.launcher;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The folder of the archive: for each table and day a compressed CSV file, and beside it a manifest. Each is there whole and on the
 * disk, or not at all. For its owner only, since customers' payments are in it.
 */
final class ArchiveFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    /** The SHA-256 of a file and of what is compressed in it, in hexadecimal. */
    record Digests(String file, String csv) {}

    /** Writes the rows as CSV. */
    interface Rows {
        void writeTo(OutputStream out) throws IOException, SQLException;
    }

    private final Path folder;

    ArchiveFiles(Path folder) {
        this.folder = folder;
    }

    void prepare() throws Problem {
        try {
            if (!Files.isDirectory(folder)) {
                SafeFiles.folder(folder, SafeFiles.OWNER_FOLDER);
            }
            Files.delete(Files.createTempFile(folder, "can-be-written", ".new"));
        } catch (IOException unwritable) {
            throw unwritable(unwritable);
        }
    }

    boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    /** Writes a file beside its place, down to the disk; {@link #putInPlace} makes it the one that counts. */
    Digests write(String name, Rows rows) throws Problem, SQLException {
        try {
            Path made = SafeFiles.emptyForOwner(SafeFiles.unfinished(folder.resolve(name)));
            MessageDigest file = sha256();
            MessageDigest csv = sha256();
            try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
                OutputStream compressed = new BufferedOutputStream(
                        new DigestOutputStream(Channels.newOutputStream(channel), file), BUFFER_BYTES);
                GZIPOutputStream gzip = new GZIPOutputStream(compressed, BUFFER_BYTES);
                OutputStream out = new DigestOutputStream(gzip, csv);
                rows.writeTo(out);
                gzip.finish();
                compressed.flush();
                channel.force(true);
            }
            return new Digests(hex(file), hex(csv));
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    void putInPlace(String name) throws Problem {
        try {
            SafeFiles.putInPlace(SafeFiles.unfinished(folder.resolve(name)), folder.resolve(name));
            force();
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    void writeManifest(String name, String json) throws Problem {
        Path manifest = folder.resolve(manifest(name));
        try {
            Path made = SafeFiles.emptyForOwner(SafeFiles.unfinished(manifest));
            Files.writeString(made, json + "\n", StandardOpenOption.SYNC);
            SafeFiles.putInPlace(made, manifest);
            force();
        } catch (IOException failure) {
            throw unwritable(failure);
        }
    }

    String readManifest(String name) throws IOException {
        return Files.readString(folder.resolve(manifest(name))).strip();
    }

    /** Reads a file to its end. */
    Digests read(String name) throws IOException {
        MessageDigest file = sha256();
        MessageDigest csv = sha256();
        try (InputStream stored = new DigestInputStream(
                new BufferedInputStream(Files.newInputStream(folder.resolve(name)), BUFFER_BYTES), file)) {
            try (DigestInputStream in = new DigestInputStream(new GZIPInputStream(stored, BUFFER_BYTES), csv)) {
                in.transferTo(OutputStream.nullOutputStream());
                // What follows the compressed part belongs to the file too.
                stored.transferTo(OutputStream.nullOutputStream());
            }
        }
        return new Digests(hex(file), hex(csv));
    }

    /** The SHA-256 of rows that are written nowhere. */
    static String digest(Rows rows) throws IOException, SQLException {
        MessageDigest csv = sha256();
        rows.writeTo(new DigestOutputStream(OutputStream.nullOutputStream(), csv));
        return hex(csv);
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    private static String manifest(String name) {
        return name.replaceFirst("\\.csv\\.gz$", ".json");
    }

    /** A renamed file is there after a power failure only if the folder is on the disk as well. */
    private void force() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Problem unwritable(IOException failure) {
        return new Problem(
                "The archive " + folder + " cannot be written (" + failure.getMessage()
                        + "): make room on the disk, or set FARTHING_ARCHIVE to a folder that this user may write to. Nothing that "
                        + "was not in its file was taken out of the database.",
                failure);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
