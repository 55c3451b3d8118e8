package dev.farthing.kit.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.json.MalformedJson;
import dev.farthing.kit.json.StrictJson;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The private key of a customer's device: whoever has it can consent and hand out tickets in the customer's name.
 *
 * @param signing proves the device's requests
 */
public record DeviceKeys(SigningKey signing) {
    private static final int MAX_FILE_BYTES = 8192;
    private static final String SIGNING = "signing";

    /** A new key of that family. */
    public static DeviceKeys generate(KeyFamily family, SecureRandom random) {
        return new DeviceKeys(SigningKey.generate(family, random));
    }

    /**
     * Writes the key to a new file that only its owner can read.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one: a key that is written over is lost
     */
    public void save(Path file) throws IOException {
        try {
            ObjectNode keys = StrictJson.newObject();
            keys.set(SIGNING, StrictJson.object(signing.toJwk()));
            PrivateFiles.writeNew(file, StrictJson.bytes(keys));
        } catch (MalformedJson e) {
            throw new IllegalStateException("what the kit writes, it can read", e);
        }
    }

    /**
     * Reads the key again.
     *
     * @throws IOException with what to do, if others may read the file or it does not hold a private key
     */
    public static DeviceKeys load(Path file) throws IOException {
        try {
            ObjectNode keys = StrictJson.object(PrivateFiles.read(file, MAX_FILE_BYTES));
            return new DeviceKeys(SigningKey.fromJwk(keys.path(SIGNING).toString()));
        } catch (MalformedJson | IllegalArgumentException e) {
            throw new IOException("The key file " + file + " does not hold a device's key: " + e.getMessage());
        }
    }
}
