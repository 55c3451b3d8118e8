package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Records that outlive a crash: {@link #append} returns when its record is on disk. Callers that come at once share one write
 * to the disk. One line holds what was written at once, behind its checksum; a line that a crash cut off is the last one, was
 * promised to nobody, and is dropped at the next start. One process at a time; thread-safe in it.
 */
public final class DurableLog implements Closeable {
    /** Bytes of the longest file that is read; whoever writes replaces the log long before. */
    static final int MAX_FILE_BYTES = 64 << 20;

    private static final int MAX_BATCH = 256;
    private static final int CHECKSUM_CHARS = 8;
    private static final String RECORDS = "records";

    private static final class Waiting {
        private final ObjectNode record;
        private boolean written;

        Waiting(ObjectNode record) {
            this.record = record;
        }
    }

    private final Path file;
    private final FileChannel lock;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final Object disk = new Object();
    private FileChannel log;
    private volatile boolean broken;

    private DurableLog(Path file, FileChannel lock, FileChannel log) {
        this.file = file;
        this.lock = lock;
        this.log = log;
    }

    /**
     * Opens the log, or makes it, and reads what it holds.
     *
     * @param records where the records go, in the order in which they were appended
     * @throws IOException with what to do, if another process has it or a line in its middle is damaged
     */
    public static DurableLog open(Path file, List<ObjectNode> records) throws IOException {
        FileChannel lock = PrivateFiles.open(file.resolveSibling(file.getFileName() + ".lock"));
        try {
            requireLock(lock, file);
            Files.deleteIfExists(unfinished(file));
            FileChannel log = PrivateFiles.open(file);
            PrivateFiles.syncFolderOf(file);
            long sound = read(log, file, records);
            log.truncate(sound);
            log.position(sound);
            log.force(true);
            return new DurableLog(file, lock, log);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void requireLock(FileChannel lock, Path file) throws IOException {
        try {
            if (lock.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException e) {
            // The same as a lock of another process.
        }
        throw new IOException(file + " is in use by another process: end that one, or use a folder of your own.");
    }

    /** Appends; the record is on disk when this returns. After a failure nothing more is appended until the next start. */
    public void append(ObjectNode record) throws IOException {
        append(List.of(record));
    }

    /** Appends all of them, in their order and with as few writes as that takes; like {@link #append(ObjectNode)}. */
    public void append(List<ObjectNode> records) throws IOException {
        List<Waiting> mine = records.stream().map(Waiting::new).toList();
        synchronized (queue) {
            queue.addAll(mine);
        }
        synchronized (disk) {
            while (mine.stream().anyMatch(waiting -> !waiting.written)) {
                requireSound();
                List<Waiting> batch = nextBatch();
                write(log, batch.stream().map(waiting -> waiting.record).toList());
                batch.forEach(waiting -> waiting.written = true);
            }
        }
    }

    /** Replaces all records, at once even if the process ends meanwhile. */
    public void replace(List<ObjectNode> records) throws IOException {
        synchronized (disk) {
            requireSound();
            Path made = unfinished(file);
            Files.deleteIfExists(made);
            FileChannel next = PrivateFiles.open(made);
            for (int from = 0; from < records.size(); from += MAX_BATCH) {
                put(next, records.subList(from, Math.min(records.size(), from + MAX_BATCH)));
            }
            next.force(true);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            PrivateFiles.syncFolderOf(file);
            log.close();
            log = next;
        }
    }

    /** How long the log is. */
    public long bytes() throws IOException {
        synchronized (disk) {
            return log.size();
        }
    }

    private List<Waiting> nextBatch() {
        List<Waiting> batch = new ArrayList<>();
        synchronized (queue) {
            while (batch.size() < MAX_BATCH && !queue.isEmpty()) {
                batch.add(queue.remove());
            }
        }
        return batch;
    }

    private void requireSound() throws IOException {
        if (broken) {
            throw new IOException(file + " could not be written before: see to the disk, and start again.");
        }
    }

    /** A disk that refused once may have dropped what it took before: nothing after that is believed. */
    private void write(FileChannel channel, List<ObjectNode> records) throws IOException {
        boolean done = false;
        try {
            put(channel, records);
            channel.force(false);
            done = true;
        } finally {
            broken |= !done;
        }
    }

    private static void put(FileChannel channel, List<ObjectNode> records) throws IOException {
        ObjectNode line = StrictJson.newObject();
        ArrayNode entries = line.putArray(RECORDS);
        records.forEach(entries::add);
        byte[] json = StrictJson.bytes(line);
        ByteBuffer bytes =
                ByteBuffer.wrap((checksum(json, 0, json.length) + " " + new String(json, StandardCharsets.UTF_8) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Returns where the last sound line ends. */
    private static long read(FileChannel log, Path file, List<ObjectNode> records) throws IOException {
        if (log.size() > MAX_FILE_BYTES) {
            throw new IOException(file + " is longer than " + MAX_FILE_BYTES + " bytes: it is no log of the kit.");
        }
        byte[] all = readAll(log);
        int start = 0;
        while (start < all.length) {
            int end = endOfLine(all, start);
            if (end == all.length || !readLine(all, start, end, records)) {
                requireLast(all, end, file);
                return start;
            }
            start = end + 1;
        }
        return start;
    }

    private static void requireLast(byte[] all, int end, Path file) throws IOException {
        if (end + 1 < all.length) {
            throw new IOException(
                    file + " is damaged in its middle: copy it, inquire after every submission id that can"
                            + " still be read in it, and start with a new folder.");
        }
    }

    private static boolean readLine(byte[] all, int start, int end, List<ObjectNode> records) {
        int json = start + CHECKSUM_CHARS + 1;
        if (json >= end
                || !checksum(all, json, end - json)
                        .equals(new String(all, start, CHECKSUM_CHARS, StandardCharsets.US_ASCII))) {
            return false;
        }
        try {
            ObjectNode line = StrictJson.object(new String(all, json, end - json, StandardCharsets.UTF_8));
            for (JsonNode entry : line.path(RECORDS)) {
                if (entry instanceof ObjectNode record) {
                    records.add(record);
                }
            }
            return true;
        } catch (MalformedJson e) {
            return false;
        }
    }

    private static byte[] readAll(FileChannel log) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(log.size()));
        log.position(0);
        while (bytes.hasRemaining() && log.read(bytes) >= 0) {
            // until the end
        }
        return bytes.array();
    }

    private static int endOfLine(byte[] all, int start) {
        int end = start;
        while (end < all.length && all[end] != '\n') {
            end++;
        }
        return end;
    }

    private static String checksum(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        String hex = Long.toHexString(crc.getValue());
        return "0".repeat(CHECKSUM_CHARS - hex.length()) + hex;
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    @Override
    public void close() throws IOException {
        synchronized (disk) {
            broken = true;
            log.close();
            lock.close();
        }
    }
}
