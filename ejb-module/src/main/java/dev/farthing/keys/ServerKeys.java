package dev.farthing.keys;

import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Farthing's own key pairs: one for signing and one for encryption in each family, made at the first start. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ServerKeys {
    @Inject
    private KeysStore store;

    @Inject
    private KeyVault vault;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "farthing.server-id", defaultValue = "farthing")
    private String serverId;

    private final SecureRandom random = new SecureRandom();

    public OwnKeys loadOrMake() {
        store.lockServerKeys();
        List<ServerKey> keys = store.activeServerKeys();
        if (keys.isEmpty()) {
            makeAll();
            keys = store.activeServerKeys();
        }
        return unwrap(keys);
    }

    private void makeAll() {
        for (KeyFamily family : KeyFamily.values()) {
            SigningKey signing = SigningKey.generate(family, random);
            VerificationKey verification = signing.verificationKey(serverId);
            save(new PublicKey(signing.kid(), KeyUsage.SIGNING, family, verification.toJwk()), signing.toJwk());
            DecryptionKey decryption = DecryptionKey.generate(family, random);
            EncryptionKey encryption = decryption.encryptionKey();
            save(new PublicKey(decryption.kid(), KeyUsage.ENCRYPTION, family, encryption.toJwk()), decryption.toJwk());
        }
    }

    private void save(PublicKey key, String privateJwk) {
        store.persist(new ServerKey(key, vault.wrap(key.kid(), privateJwk), clock.instant()));
    }

    private OwnKeys unwrap(List<ServerKey> keys) {
        Map<String, DecryptionKey> decryption = new HashMap<>();
        Map<KeyFamily, SigningKey> signing = new EnumMap<>(KeyFamily.class);
        for (ServerKey key : keys) {
            PublicKey known = key.publicKey();
            String secret = vault.unwrap(known.kid(), key.wrappedPrivate());
            if (known.usage() == KeyUsage.SIGNING) {
                signing.put(known.family(), SigningKey.fromJwk(secret));
            } else {
                decryption.put(known.kid(), DecryptionKey.fromJwk(secret));
            }
        }
        return new OwnKeys(
                decryption, signing, keys.stream().map(ServerKey::publicKey).toList());
    }
}
