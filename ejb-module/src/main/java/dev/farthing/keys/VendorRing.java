package dev.farthing.keys;

import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.VerificationKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The vendors' accepted keys at one moment, and how often each vendor may ask.
 *
 * @param verification by key id
 * @param encryption by vendor code
 * @param requestLimits by vendor code, where the contract names one
 */
record VendorRing(
        Map<String, Verifying> verification,
        Map<String, EncryptionKey> encryption,
        Map<String, Integer> requestLimits) {
    static final VendorRing EMPTY = new VendorRing(Map.of(), Map.of(), Map.of());

    /** A prepared key, and from when on it is not accepted any more. */
    record Verifying(VerificationKey key, @Nullable Instant retiresAt) {
        boolean isAccepted(Instant now) {
            return retiresAt == null || now.isBefore(retiresAt);
        }
    }

    @Nullable VerificationKey verificationKey(String kid, Instant now) {
        @Nullable Verifying known = verification.get(kid);
        return known != null && known.isAccepted(now) ? known.key() : null;
    }

    /** This ring and these keys. */
    VendorRing plus(List<KeysStore.Enrolled> more) {
        VendorRing learned = with(more);
        return new VendorRing(
                both(verification, learned.verification),
                both(encryption, learned.encryption),
                both(requestLimits, learned.requestLimits));
    }

    private static <V> Map<String, V> both(Map<String, V> before, Map<String, V> learned) {
        Map<String, V> all = new HashMap<>(before);
        all.putAll(learned);
        return Map.copyOf(all);
    }

    /** The ring of these keys; preparing a key is dear, so what this ring has prepared is kept. */
    VendorRing with(List<KeysStore.Enrolled> keys) {
        Map<String, Verifying> newVerification = new HashMap<>();
        Map<String, EncryptionKey> newEncryption = new HashMap<>();
        Map<String, Integer> newLimits = new HashMap<>();
        for (KeysStore.Enrolled key : keys) {
            if (key.usage() == KeyUsage.SIGNING) {
                newVerification.put(key.kid(), new Verifying(prepared(key), key.retiresAt()));
            } else {
                EncryptionKey known = encryption.get(key.vendor());
                boolean same = known != null && known.kid().equals(key.kid());
                newEncryption.put(key.vendor(), same ? known : EncryptionKey.fromJwk(key.publicJwk()));
            }
            if (key.requestLimit() != null) {
                newLimits.put(key.vendor(), key.requestLimit());
            }
        }
        return new VendorRing(Map.copyOf(newVerification), Map.copyOf(newEncryption), Map.copyOf(newLimits));
    }

    private VerificationKey prepared(KeysStore.Enrolled key) {
        @Nullable Verifying known = verification.get(key.kid());
        return known != null ? known.key() : VerificationKey.fromJwk(key.publicJwk(), key.vendor());
    }
}
