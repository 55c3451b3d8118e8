package dev.farthing.keys;

import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import java.util.List;
import java.util.Map;

/** Farthing's own keys, unwrapped: decryption by key id, signing by family, and what is published of them. */
record OwnKeys(Map<String, DecryptionKey> decryption, Map<KeyFamily, SigningKey> signing, List<PublicKey> published) {
    static final OwnKeys NONE = new OwnKeys(Map.of(), Map.of(), List.of());

    SigningKey signing(KeyFamily family) {
        SigningKey key = signing.get(family);
        if (key == null) {
            throw new IllegalStateException("The server has no signing key of family " + family);
        }
        return key;
    }
}
