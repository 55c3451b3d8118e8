package dev.farthing.kit.client;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The file in which a vendor's keys live while they are followed by others. All machines' processes that pay for the vendor may
 * share it: one rotates at a time, the others read it again when they meet a key that they do not know. Thread-safe.
 */
public final class KeyFile {
    private final Path file;
    private final Path lockFile;
    private volatile VendorKeys keys;

    private KeyFile(Path file, VendorKeys keys) {
        this.file = file;
        this.lockFile = file.resolveSibling(file.getFileName() + ".lock");
        this.keys = keys;
    }

    /**
     * Reads the file.
     *
     * @throws IOException with what to do, if others may read the file or it does not hold a vendor's keys
     */
    public static KeyFile open(Path file) throws IOException {
        return new KeyFile(file, VendorKeys.load(file));
    }

    /** The keys as they were last read or stored. */
    public VendorKeys keys() {
        return keys;
    }

    /** Reads the file again, since somebody else may have stored other keys. */
    VendorKeys reread() throws IOException {
        VendorKeys read = VendorKeys.load(file);
        keys = read;
        return read;
    }

    /** On disk when it returns; only inside of {@link #alone}. */
    void store(VendorKeys changed) throws IOException {
        changed.replace(file);
        keys = changed;
    }

    /** A change of the file in several steps. */
    interface Change<T> {
        T make() throws ClientFailure, IOException, InterruptedException;
    }

    /**
     * Makes the change while nobody else, in this process or another, makes one. The lock ends with the process.
     *
     * @throws IOException if somebody else is at it
     */
    <T> T alone(Change<T> change) throws ClientFailure, IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = tryLock(channel)) {
            if (!lock.isValid()) {
                throw busy();
            }
            return change.make();
        }
    }

    private FileLock tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw busy();
            }
            return lock;
        } catch (OverlappingFileLockException e) {
            throw busy();
        }
    }

    private IOException busy() {
        return new IOException("Somebody else rotates the keys of " + file + " just now: try again when that is done.");
    }
}
