package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
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
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The private keys of a vendor: whoever has them can ask for payments in its name. Two are in use; during a rotation there are
 * also the one that is to follow, which is kept before it is offered, and those before, for answers still under way.
 *
 * @param signing signs submissions
 * @param decryption opens the server's answers
 * @param nextSigning offered, or about to be, and not known to be in use yet
 * @param nextDecryption the same; the server may seal to it at any moment
 * @param earlier opened answers before, the newest first
 */
public record VendorKeys(
        SigningKey signing,
        DecryptionKey decryption,
        @Nullable SigningKey nextSigning,
        @Nullable DecryptionKey nextDecryption,
        List<Earlier> earlier) {
    /** Decryption keys of before that are kept: more rotations than this within {@link Earlier#until()} lose answers. */
    static final int MAX_EARLIER = 4;

    private static final int MAX_FILE_BYTES = 8192;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** A decryption key that was followed by another. */
    public record Earlier(DecryptionKey key, Instant until) {}

    /** Keeps at most {@link #MAX_EARLIER} keys of before. */
    public VendorKeys {
        earlier = earlier.stream().limit(MAX_EARLIER).toList();
    }

    /** Keys of which none is being followed by another. */
    public VendorKeys(SigningKey signing, DecryptionKey decryption) {
        this(signing, decryption, null, null, List.of());
    }

    /** New keys, both of that family. */
    public static VendorKeys generate(KeyFamily family, SecureRandom random) {
        return new VendorKeys(SigningKey.generate(family, random), DecryptionKey.generate(family, random));
    }

    /** The key of that id that opens answers, be it the current one, the next or one before; null if there is none. */
    public @Nullable DecryptionKey decryptionKey(String kid) {
        return Stream.concat(Stream.of(decryption), others())
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElse(null);
    }

    private Stream<DecryptionKey> others() {
        return Stream.concat(Stream.ofNullable(nextDecryption), earlier.stream().map(Earlier::key));
    }

    VendorKeys withNext(SigningKey next) {
        return new VendorKeys(signing, decryption, next, nextDecryption, earlier);
    }

    VendorKeys withNext(DecryptionKey next) {
        return new VendorKeys(signing, decryption, nextSigning, next, earlier);
    }

    /** The next signing key is in use; the one before is worth nothing to its owner any more. */
    VendorKeys signingFollowed() {
        SigningKey next = nextSigning;
        return next == null ? this : new VendorKeys(next, decryption, null, nextDecryption, earlier);
    }

    /** The next decryption key is in use; the one before opens answers until then. */
    VendorKeys decryptionFollowed(Instant until) {
        DecryptionKey next = nextDecryption;
        if (next == null) {
            return this;
        }
        List<Earlier> before = new ArrayList<>(List.of(new Earlier(decryption, until)));
        before.addAll(earlier);
        return new VendorKeys(signing, next, nextSigning, null, before);
    }

    /** Without the keys of before whose time is over: what they could open is safe from then on. */
    VendorKeys forgetting(Instant now) {
        return new VendorKeys(
                signing,
                decryption,
                nextSigning,
                nextDecryption,
                earlier.stream().filter(key -> now.isBefore(key.until())).toList());
    }

    /**
     * Writes the keys to a new file that only its owner can read, from its first byte on.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one: keys that are written over are lost
     */
    public void save(Path file) throws IOException {
        write(file);
        syncFolderOf(file);
    }

    /** Replaces the file at once: after a crash it holds the old keys or these, and it does when this returns. */
    void replace(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        write(unfinished);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolderOf(file);
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
                    DecryptionKey.fromJwk(keys.path("encryption").toString()),
                    keys.has("nextSigning")
                            ? SigningKey.fromJwk(keys.path("nextSigning").toString())
                            : null,
                    keys.has("nextEncryption")
                            ? DecryptionKey.fromJwk(keys.path("nextEncryption").toString())
                            : null,
                    earlier(keys.path("earlierEncryption")));
        } catch (MalformedJson | IllegalArgumentException e) {
            throw new IOException("The key file " + file + " does not hold a vendor's keys: " + e.getMessage());
        }
    }

    private static List<Earlier> earlier(JsonNode list) {
        List<Earlier> keys = new ArrayList<>();
        for (JsonNode entry : list) {
            keys.add(new Earlier(
                    DecryptionKey.fromJwk(entry.path("key").toString()),
                    Instant.ofEpochSecond(entry.path("until").asLong())));
        }
        return keys;
    }

    private ObjectNode toJson() {
        ObjectNode keys = StrictJson.newObject();
        keys.set("signing", object(signing.toJwk()));
        keys.set("encryption", object(decryption.toJwk()));
        if (nextSigning != null) {
            keys.set("nextSigning", object(nextSigning.toJwk()));
        }
        if (nextDecryption != null) {
            keys.set("nextEncryption", object(nextDecryption.toJwk()));
        }
        if (!earlier.isEmpty()) {
            ArrayNode list = keys.putArray("earlierEncryption");
            earlier.forEach(before -> list.addObject()
                    .put("until", before.until().getEpochSecond())
                    .set("key", object(before.key().toJwk())));
        }
        return keys;
    }

    private void write(Path file) throws IOException {
        FileAttribute<?>[] attributes = hasPosixPermissions(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> options =
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        try (SeekableByteChannel channel = Files.newByteChannel(file, options, attributes)) {
            ByteBuffer bytes = ByteBuffer.wrap(StrictJson.bytes(toJson()));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** A new name in a folder outlives a crash only when the folder itself is on disk. */
    private static void syncFolderOf(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !hasPosixPermissions(file)) {
            return; // Windows cannot open a folder, and keeps its names by itself.
        }
        try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
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
