package dev.farthing.kit.envelope;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import dev.farthing.kit.envelope.KeyText.CheckedKey;
import dev.farthing.kit.envelope.KeyText.Use;
import java.security.SecureRandom;

/** A private key that opens what is sealed to its public half. Prepared once, thread-safe. */
public final class DecryptionKey {
    private final CheckedKey key;
    private final JWEDecrypter decrypter;

    private DecryptionKey(CheckedKey key) {
        this.key = key;
        try {
            if (key.family() == KeyFamily.P256) {
                decrypter = new ECDHDecrypter(
                        key.ec().toECPrivateKey(CryptoProviders.CURVES),
                        null,
                        key.ec().getCurve());
                decrypter.getJCAContext().setKeyEncryptionProvider(CryptoProviders.CURVES);
                decrypter.getJCAContext().setContentEncryptionProvider(CryptoProviders.CONTENT);
            } else {
                decrypter = new X25519Decrypter(key.privateBytes());
            }
        } catch (JOSEException e) {
            throw new IllegalStateException("a checked key can be prepared", e);
        }
    }

    /** A new key. */
    public static DecryptionKey generate(KeyFamily family, SecureRandom random) {
        return new DecryptionKey(KeyText.generated(family, KeyGeneration.newKey(family.agreementCurve(), random)));
    }

    /**
     * Reads a private JWK on X25519 or P-256.
     *
     * @throws IllegalArgumentException with what to do, if it is anything but a valid private encryption key
     */
    public static DecryptionKey fromJwk(String jwkJson) {
        return new DecryptionKey(KeyText.privateKey(jwkJson, Use.ENC));
    }

    /** The key's id: its RFC 7638 thumbprint. */
    public String kid() {
        return key.kid();
    }

    /** Which family it is of. */
    public KeyFamily family() {
        return key.family();
    }

    /** The private JWK: whoever reads it can read everything that was ever sealed to it. */
    public String toJwk() {
        return KeyText.write(key, Use.ENC, true);
    }

    /** The public half. */
    public EncryptionKey encryptionKey() {
        return EncryptionKey.fromJwk(KeyText.write(key, Use.ENC, false));
    }

    JWEDecrypter decrypter() {
        return decrypter;
    }

    @Override
    public String toString() {
        return "DecryptionKey " + kid();
    }
}
