package dev.farthing.kit.envelope;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;

/** Makes new private keys. */
final class KeyGeneration {
    private KeyGeneration() {}

    static JWK newKey(Curve curve, SecureRandom random) {
        if (curve.equals(Curve.P_256)) {
            return newP256(random);
        }
        byte[] privateKey;
        byte[] publicKey;
        if (curve.equals(Curve.X25519)) {
            privateKey = X25519Agreement.newPrivateKey(random);
            publicKey = X25519Agreement.publicKeyOf(privateKey);
        } else {
            Ed25519PrivateKeyParameters key = new Ed25519PrivateKeyParameters(random);
            privateKey = key.getEncoded();
            publicKey = key.generatePublicKey().getEncoded();
        }
        return new OctetKeyPair.Builder(curve, Base64URL.encode(publicKey))
                .d(Base64URL.encode(privateKey))
                .build();
    }

    private static JWK newP256(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", CryptoProviders.CURVES);
            generator.initialize(new ECGenParameterSpec("P-256"), random);
            KeyPair pair = generator.generateKeyPair();
            return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                    .privateKey((ECPrivateKey) pair.getPrivate())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle has P-256", e);
        }
    }
}
