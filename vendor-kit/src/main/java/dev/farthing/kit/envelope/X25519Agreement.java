package dev.farthing.kit.envelope;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.impl.ECDHCryptoProvider;
import com.nimbusds.jose.jwk.Curve;
import java.security.SecureRandom;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** What both ends of ECDH-ES with X25519 (RFC 8037 §3.2) share, for Nimbus on Bouncy Castle. */
abstract class X25519Agreement extends ECDHCryptoProvider {
    private static final Set<Curve> CURVES = Set.of(Curve.X25519);

    X25519Agreement() throws JOSEException {
        super(Curve.X25519, null);
        getJCAContext().setContentEncryptionProvider(CryptoProviders.CONTENT);
    }

    @Override
    public Set<Curve> supportedEllipticCurves() {
        return CURVES;
    }

    /** A shared secret, and whether it is one: a point of low order yields zeros, which anybody knows. */
    record SharedSecret(SecretKey key, boolean contributory) {}

    static SharedSecret agree(byte[] privateKey, byte[] publicKey) {
        byte[] secret = new byte[X25519.POINT_SIZE];
        boolean contributory = X25519.calculateAgreement(privateKey, 0, publicKey, 0, secret, 0);
        return new SharedSecret(new SecretKeySpec(secret, "AES"), contributory);
    }

    static byte[] newPrivateKey(SecureRandom random) {
        byte[] privateKey = new byte[X25519.SCALAR_SIZE];
        X25519.generatePrivateKey(random, privateKey);
        return privateKey;
    }

    static byte[] publicKeyOf(byte[] privateKey) {
        byte[] publicKey = new byte[X25519.POINT_SIZE];
        X25519.generatePublicKey(privateKey, 0, publicKey, 0);
        return publicKey;
    }
}
