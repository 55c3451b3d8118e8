package dev.farthing.kit.envelope;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import dev.farthing.kit.envelope.KeyText.CheckedKey;
import dev.farthing.kit.envelope.KeyText.Use;

/** A public key that messages are sealed to. Prepared once, thread-safe. */
public final class EncryptionKey {
    private final CheckedKey key;
    private final JWEEncrypter encrypter;

    private EncryptionKey(CheckedKey key) {
        this.key = key;
        try {
            if (key.family() == KeyFamily.P256) {
                encrypter = new ECDHEncrypter(key.ec().toECPublicKey(CryptoProviders.CURVES));
                encrypter.getJCAContext().setKeyEncryptionProvider(CryptoProviders.CURVES);
                encrypter.getJCAContext().setContentEncryptionProvider(CryptoProviders.CONTENT);
            } else {
                encrypter = new X25519Encrypter(key.publicBytes());
            }
        } catch (JOSEException e) {
            throw new IllegalStateException("a checked key can be prepared", e);
        }
    }

    /**
     * Reads a public JWK on X25519 or P-256.
     *
     * @throws IllegalArgumentException with what to do, if it is anything but a valid public encryption key
     */
    public static EncryptionKey fromJwk(String publicJwkJson) {
        return new EncryptionKey(KeyText.publicKey(publicJwkJson, Use.ENC));
    }

    /** The key's id: its RFC 7638 thumbprint. */
    public String kid() {
        return key.kid();
    }

    /** Which family it is of. */
    public KeyFamily family() {
        return key.family();
    }

    /** The public JWK with {@code use}, {@code alg} and {@code kid}. */
    public String toJwk() {
        return KeyText.write(key, Use.ENC, false);
    }

    JWEEncrypter encrypter() {
        return encrypter;
    }

    @Override
    public String toString() {
        return "EncryptionKey " + kid();
    }
}
