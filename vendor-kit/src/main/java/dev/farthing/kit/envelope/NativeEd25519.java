package dev.farthing.kit.envelope;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** Ed25519 by the native provider, through the JCA; its keys are those of the JDK. */
final class NativeEd25519 {
    private static final String ALGORITHM = "Ed25519";

    private NativeEd25519() {}

    static PrivateKey privateKey(Ed25519PrivateKeyParameters key) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(
                            PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("Java 17 has Ed25519", e);
        }
    }

    static PublicKey publicKey(Ed25519PublicKeyParameters key) {
        try {
            return KeyFactory.getInstance(ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key)
                            .getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("Java 17 has Ed25519", e);
        }
    }

    static byte[] sign(Provider provider, PrivateKey key, byte[] input) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM, provider);
            signature.initSign(key);
            signature.update(input);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a prepared key can sign", e);
        }
    }

    /** False also for what is no signature in form. */
    static boolean verify(Provider provider, PublicKey key, byte[] input, byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM, provider);
            signature.initVerify(key);
            signature.update(input);
            return signature.verify(bytes);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
