package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The two private keys of a vendor: whoever has them can ask for payments in its name.
 *
 * @param signing signs submissions
 * @param decryption opens the server's answers
 */
public record VendorKeys(SigningKey signing, DecryptionKey decryption) {
    private static final int MAX_FILE_BYTES = 8192;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** New keys, both of that family. */
    public static VendorKeys generate(KeyFamily family, SecureRandom random) {
        return new VendorKeys(SigningKey.generate(family, random), DecryptionKey.generate(family, random));
    }

    /**
     * Writes the keys to a new file that only its owner can read, from its first byte on.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one: keys that are written over are lost
     */
    public void save(Path file) throws IOException {
        ObjectNode keys = StrictJson.newObject();
        keys.set("signing", object(signing.toJwk()));
        keys.set("encryption", object(decryption.toJwk()));
        FileAttribute<?>[] attributes = hasPosixPermissions(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        try (SeekableByteChannel channel = Files.newByteChannel(file, options, attributes)) {
            ByteBuffer bytes = ByteBuffer.wrap(StrictJson.bytes(keys));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /**
     * Reads the keys again.
     *
     * @throws IOException with what to do, if others may read the file or it does not hold two private keys
     */
    public static VendorKeys load(Path file) throws IOException {
        if (hasPosixPermissions(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException("Others may read the key file " + file + ": run chmod 600 on it.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            ObjectNode keys = StrictJson.object(in.readNBytes(MAX_FILE_BYTES));
            return new VendorKeys(
                    SigningKey.fromJwk(keys.path("signing").toString()),
                    DecryptionKey.fromJwk(keys.path("encryption").toString()));
        } catch (MalformedJson | IllegalArgumentException e) {
            throw new IOException("The key file " + file + " does not hold a vendor's keys: " + e.getMessage());
        }
    }

    private static boolean hasPosixPermissions(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        @Nullable PosixFileAttributeView view =
                folder == null ? null : Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        return view != null;
    }

    private static ObjectNode object(String jwk) {
        try {
            return StrictJson.object(jwk);
        } catch (MalformedJson e) {
            throw new IllegalStateException("what the kit writes, it can read", e);
        }
    }
}
