package dev.farthing.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.wildfly.security.auth.server.IdentityCredentials;
import org.wildfly.security.credential.PasswordCredential;
import org.wildfly.security.credential.store.CredentialStore;
import org.wildfly.security.credential.store.CredentialStore.CredentialSourceProtectionParameter;
import org.wildfly.security.credential.store.WildFlyElytronCredentialStoreProvider;
import org.wildfly.security.password.interfaces.ClearPassword;

/**
 * Wraps private keys for the database and unwraps them, with the key-encryption key of the server's Elytron credential
 * store: AES-256-GCM, a random 96-bit nonce in front, the key's id as additional data so that wrapped keys cannot be
 * swapped.
 */
@ApplicationScoped
class KeyVault {
    private static final String STORE_TYPE = "KeyStoreCredentialStore";
    private static final String ALIAS = "key-encryption-key";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    @Inject
    @ConfigProperty(name = "farthing.credential-store")
    private String storeFile;

    @Inject
    @ConfigProperty(name = "farthing.credential-store-password")
    private String storePassword;

    private final SecureRandom random = new SecureRandom();
    private @Nullable SecretKey keyEncryptionKey;

    byte[] wrap(String kid, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = crypt(Cipher.ENCRYPT_MODE, kid, nonce, secret.getBytes(StandardCharsets.UTF_8));
        byte[] wrapped = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, wrapped, NONCE_BYTES, sealed.length);
        return wrapped;
    }

    /** @throws IllegalStateException if the key was wrapped with another key-encryption key, or altered */
    String unwrap(String kid, byte[] wrapped) {
        byte[] nonce = Arrays.copyOf(wrapped, NONCE_BYTES);
        byte[] sealed = Arrays.copyOfRange(wrapped, NONCE_BYTES, wrapped.length);
        return new String(crypt(Cipher.DECRYPT_MODE, kid, nonce, sealed), StandardCharsets.UTF_8);
    }

    private byte[] crypt(int mode, String kid, byte[] nonce, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(kid.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Server key " + kid + " does not open with this credential store's " + ALIAS
                            + ": every node of one database needs the same credential store",
                    e);
        }
    }

    private synchronized SecretKey key() {
        if (keyEncryptionKey == null) {
            byte[] bytes = Base64.getUrlDecoder().decode(readAlias());
            if (bytes.length != KEY_BYTES) {
                throw new IllegalStateException(ALIAS + " must be " + KEY_BYTES + " bytes, base64url");
            }
            keyEncryptionKey = new SecretKeySpec(bytes, "AES");
        }
        return keyEncryptionKey;
    }

    private String readAlias() {
        try {
            CredentialStore store =
                    CredentialStore.getInstance(STORE_TYPE, WildFlyElytronCredentialStoreProvider.getInstance());
            store.initialize(Map.of("location", storeFile, "create", "false", "modifiable", "false"), protection());
            PasswordCredential credential = store.retrieve(ALIAS, PasswordCredential.class);
            if (credential == null) {
                throw new IllegalStateException("Credential store " + storeFile + " has no entry " + ALIAS);
            }
            return new String(
                    credential.getPassword().castAs(ClearPassword.class).getPassword());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Credential store " + storeFile + " could not be read", e);
        }
    }

    private CredentialSourceProtectionParameter protection() {
        ClearPassword password = ClearPassword.createRaw(ClearPassword.ALGORITHM_CLEAR, storePassword.toCharArray());
        return new CredentialSourceProtectionParameter(
                IdentityCredentials.NONE.withCredential(new PasswordCredential(password)));
    }
}
