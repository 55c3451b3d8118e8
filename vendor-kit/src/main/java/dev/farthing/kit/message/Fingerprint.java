package dev.farthing.kit.message;

import dev.farthing.kit.envelope.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A hash over a list of texts, each preceded by its length, so that no two lists run together to the same bytes. */
final class Fingerprint {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Fingerprint(String kind) {
        add(kind);
    }

    Fingerprint add(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
        bytes.writeBytes(utf8);
        return this;
    }

    byte[] sha256() {
        return Sha256.of(bytes.toByteArray());
    }
}
