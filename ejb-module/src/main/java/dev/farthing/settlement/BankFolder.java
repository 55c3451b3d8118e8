package dev.farthing.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * The folder that Farthing and the bank exchange files in: {@code out} is what the bank takes, {@code in} is what it leaves. Only
 * Farthing touches {@code staging}, beside them on the same disk: a file that is gone from there was moved to {@code out}, whether
 * anybody lived to say so or not.
 */
@ApplicationScoped
class BankFolder {
    /** The most files of the bank that one run looks at. */
    static final int MOST_FILES = 1_000;

    /** Files of one name that are kept aside. */
    private static final int MOST_OF_ONE_NAME = 100_000;

    /** The longest file that is read; a longer one is kept aside unread. */
    static final long MOST_BYTES = 16L * 1024 * 1024;

    @Inject
    private BankIdentity bank;

    /** What tells this folder from any other, also from one of the same name on another node's disk. */
    String identity() {
        try {
            Path file = folder("staging").resolve(".identity");
            if (!Files.exists(file)) {
                Path fresh = Files.createTempFile(folder("staging"), ".identity", ".new");
                Files.writeString(fresh, UUID.randomUUID().toString());
                try {
                    Files.createLink(file, fresh);
                } catch (FileAlreadyExistsException anotherWasFaster) {
                    // Then it is that one's.
                }
                Files.delete(fresh);
                sync(folder("staging"));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw unusable("staging", e);
        }
    }

    /** Puts the file beside the folder that the bank looks into, on the disk for certain. Again is the same. */
    void stage(String name, byte[] content) {
        try {
            Path staging = folder("staging");
            Path staged = staging.resolve(name);
            try (FileChannel channel = FileChannel.open(
                    staged,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            sync(staging);
        } catch (IOException e) {
            throw unusable("staging", e);
        }
    }

    /**
     * Moves a staged file to where the bank takes it, in one step.
     *
     * @return false if it was not there any more, which is: it was moved before
     */
    boolean handOver(String name) {
        try {
            Path staging = folder("staging");
            Path out = folder("out");
            Files.move(staging.resolve(name), out.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            sync(out);
            sync(staging);
            return true;
        } catch (NoSuchFileException movedBefore) {
            return false;
        } catch (IOException e) {
            throw unusable("out", e);
        }
    }

    /** The bank's files, by name. What begins with a dot is still being written. */
    List<Path> arrived() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(
                folder("in"),
                path -> Files.isRegularFile(path)
                        && !path.getFileName().toString().startsWith("."))) {
            for (Path file : found) {
                files.add(file);
                if (files.size() == MOST_FILES) {
                    break;
                }
            }
        } catch (IOException e) {
            throw unusable("in", e);
        }
        Collections.sort(files);
        return files;
    }

    /** Moves one of the bank's files out of the way: {@code taken} or {@code refused}. What lies there already stays. */
    void putAside(Path file, String where) {
        try {
            Path folder = folder(where);
            String name = String.valueOf(file.getFileName());
            Path free = folder.resolve(name);
            for (int number = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS) && number < MOST_OF_ONE_NAME; number++) {
                free = folder.resolve(name + "." + number);
            }
            Files.move(file, free);
        } catch (NoSuchFileException movedBefore) {
            // Somebody else has taken it at the same time: it is out of the way.
        } catch (IOException e) {
            throw unusable(where, e);
        }
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(bank.folder().resolve(name));
    }

    /** What was renamed is on the disk too. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private UncheckedIOException unusable(String name, IOException e) {
        return new UncheckedIOException(
                "The folder " + name + " in " + bank.folder()
                        + " cannot be used: give the server's user the right to write there (FARTHING_BANK_FOLDER), and"
                        + " start the run again",
                e);
    }
}
