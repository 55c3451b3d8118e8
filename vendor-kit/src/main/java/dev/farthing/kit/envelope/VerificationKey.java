package dev.farthing.kit.envelope;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import dev.farthing.kit.envelope.KeyText.CheckedKey;
import dev.farthing.kit.envelope.KeyText.Use;

/** A public key that verifies, and whose it is. Prepared once, thread-safe. */
public final class VerificationKey {
    private final CheckedKey key;
    private final String owner;
    private final JWSVerifier verifier;

    private VerificationKey(CheckedKey key, String owner) {
        this.key = key;
        this.owner = owner;
        try {
            if (key.family() == KeyFamily.P256) {
                verifier = new ECDSAVerifier(key.ec().toECPublicKey(CryptoProviders.CURVES));
                verifier.getJCAContext().setProvider(CryptoProviders.CURVES);
            } else {
                verifier = new Ed25519Verifier(key.publicBytes());
            }
        } catch (JOSEException e) {
            throw new IllegalStateException("a checked key can be prepared", e);
        }
    }

    /**
     * Reads a public JWK on Ed25519 or P-256.
     *
     * @param owner the party whose key it is: what it signs must name this party as {@code iss}
     * @throws IllegalArgumentException with what to do, if it is anything but a valid public signing key
     */
    public static VerificationKey fromJwk(String publicJwkJson, String owner) {
        return new VerificationKey(KeyText.publicKey(publicJwkJson, Use.SIG), owner);
    }

    /** The key's id: its RFC 7638 thumbprint. */
    public String kid() {
        return key.kid();
    }

    /** Which family it is of. */
    public KeyFamily family() {
        return key.family();
    }

    /** The party whose key it is. */
    public String owner() {
        return owner;
    }

    /** The public JWK with {@code use}, {@code alg} and {@code kid}. */
    public String toJwk() {
        return KeyText.write(key, Use.SIG, false);
    }

    JWSVerifier verifier() {
        return verifier;
    }

    @Override
    public String toString() {
        return "VerificationKey " + kid() + " of " + owner;
    }
}
