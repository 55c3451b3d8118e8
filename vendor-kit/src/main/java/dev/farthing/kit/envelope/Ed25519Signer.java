package dev.farthing.kit.envelope;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.impl.EdDSAProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.PrivateKey;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** EdDSA (RFC 8037) for Nimbus on the native provider or Bouncy Castle; Nimbus's own wants Google Tink. */
final class Ed25519Signer extends EdDSAProvider implements JWSSigner {
    private final Ed25519PrivateKeyParameters key;
    private final @Nullable PrivateKey nativeKey;

    Ed25519Signer(byte[] seed) {
        key = new Ed25519PrivateKeyParameters(seed);
        key.generatePublicKey(); // Kept inside, so that signing does not compute it again.
        nativeKey = CryptoProviders.NATIVE == null ? null : NativeEd25519.privateKey(key);
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] signingInput) {
        if (CryptoProviders.NATIVE != null && nativeKey != null) {
            return Base64URL.encode(NativeEd25519.sign(CryptoProviders.NATIVE, nativeKey, signingInput));
        }
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, signingInput, 0, signingInput.length, signature, 0);
        return Base64URL.encode(signature);
    }
}
