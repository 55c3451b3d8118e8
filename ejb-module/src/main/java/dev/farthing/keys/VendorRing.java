package dev.farthing.keys;

import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.VerificationKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The vendors' active keys at one moment.
 *
 * @param verification by key id
 * @param encryption by vendor code
 */
record VendorRing(Map<String, VerificationKey> verification, Map<String, EncryptionKey> encryption) {
    static final VendorRing EMPTY = new VendorRing(Map.of(), Map.of());

    /** This ring and these keys. */
    VendorRing plus(List<KeysStore.Enrolled> more) {
        VendorRing learned = with(more);
        Map<String, VerificationKey> allVerification = new HashMap<>(verification);
        allVerification.putAll(learned.verification);
        Map<String, EncryptionKey> allEncryption = new HashMap<>(encryption);
        allEncryption.putAll(learned.encryption);
        return new VendorRing(Map.copyOf(allVerification), Map.copyOf(allEncryption));
    }

    /** The ring of these keys; preparing a key is dear, so what this ring has prepared is kept. */
    VendorRing with(List<KeysStore.Enrolled> keys) {
        Map<String, VerificationKey> newVerification = new HashMap<>();
        Map<String, EncryptionKey> newEncryption = new HashMap<>();
        for (KeysStore.Enrolled key : keys) {
            if (key.usage() == KeyUsage.SIGNING) {
                VerificationKey known = verification.get(key.kid());
                newVerification.put(
                        key.kid(), known != null ? known : VerificationKey.fromJwk(key.publicJwk(), key.vendor()));
            } else {
                EncryptionKey known = encryption.get(key.vendor());
                boolean same = known != null && known.kid().equals(key.kid());
                newEncryption.put(key.vendor(), same ? known : EncryptionKey.fromJwk(key.publicJwk()));
            }
        }
        return new VendorRing(Map.copyOf(newVerification), Map.copyOf(newEncryption));
    }
}
