package dev.farthing.kit.envelope;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import dev.farthing.kit.envelope.KeyText.CheckedKey;
import dev.farthing.kit.envelope.KeyText.Use;
import java.security.SecureRandom;

/** A private key that signs. Prepared once, thread-safe. */
public final class SigningKey {
    private final CheckedKey key;
    private final JWSSigner signer;

    private SigningKey(CheckedKey key) {
        this.key = key;
        try {
            if (key.family() == KeyFamily.P256) {
                signer = new ECDSASigner(
                        key.ec().toECPrivateKey(CryptoProviders.CURVES),
                        key.ec().getCurve());
                signer.getJCAContext().setProvider(CryptoProviders.CURVES);
            } else {
                signer = new Ed25519Signer(key.privateBytes());
            }
        } catch (JOSEException e) {
            throw new IllegalStateException("a checked key can be prepared", e);
        }
    }

    /** A new key. */
    public static SigningKey generate(KeyFamily family, SecureRandom random) {
        return new SigningKey(KeyText.generated(family, KeyGeneration.newKey(family.signatureCurve(), random)));
    }

    /**
     * Reads a private JWK on Ed25519 or P-256.
     *
     * @throws IllegalArgumentException with what to do, if it is anything but a valid private signing key
     */
    public static SigningKey fromJwk(String jwkJson) {
        return new SigningKey(KeyText.privateKey(jwkJson, Use.SIG));
    }

    /** The key's id: its RFC 7638 thumbprint. */
    public String kid() {
        return key.kid();
    }

    /** Which family it is of. */
    public KeyFamily family() {
        return key.family();
    }

    /** The private JWK: whoever reads it can sign as the owner. */
    public String toJwk() {
        return KeyText.write(key, Use.SIG, true);
    }

    /** The public half, as a key of that party. */
    public VerificationKey verificationKey(String owner) {
        return VerificationKey.fromJwk(KeyText.write(key, Use.SIG, false), owner);
    }

    JWSSigner signer() {
        return signer;
    }

    @Override
    public String toString() {
        return "SigningKey " + kid();
    }
}
