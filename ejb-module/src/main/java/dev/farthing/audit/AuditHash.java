package dev.farthing.audit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * The canonical form of an entry, version 1, and its SHA-256. In this order: the 16 bytes {@code farthing-audit-1}; the
 * hash of the entry before, 32 bytes, zeros before the first; the number, 8 bytes; the time in microseconds since 1970, 8
 * bytes; then actor, action, subject and detail, each as its length in bytes (4 bytes) and its UTF-8. Numbers are
 * big-endian. Lengths stand before texts, so that no two entries have the same form.
 */
final class AuditHash {
    /** What the first entry is chained to. */
    static final String ORIGIN = "0".repeat(64);

    private static final byte[] VERSION = "farthing-audit-1".getBytes(StandardCharsets.US_ASCII);

    private AuditHash() {}

    static String of(String previous, long number, Instant at, String... texts) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(VERSION);
        form.writeBytes(HexFormat.of().parseHex(previous));
        form.writeBytes(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(number)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, at))
                .array());
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            form.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            form.writeBytes(bytes);
        }
        return HexFormat.of().formatHex(sha256(form.toByteArray()));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
