package dev.farthing.kit.envelope;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.EdDSAProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.PublicKey;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** EdDSA (RFC 8037) for Nimbus on the native provider or Bouncy Castle; Nimbus's own wants Google Tink. */
final class Ed25519Verifier extends EdDSAProvider implements JWSVerifier {
    private final Ed25519PublicKeyParameters key;
    private final @Nullable PublicKey nativeKey;

    Ed25519Verifier(byte[] publicKey) {
        key = new Ed25519PublicKeyParameters(publicKey);
        nativeKey = CryptoProviders.NATIVE == null ? null : NativeEd25519.publicKey(key);
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) {
        byte[] bytes = signature.decode();
        if (CryptoProviders.NATIVE != null && nativeKey != null) {
            return bytes.length == Ed25519.SIGNATURE_SIZE
                    && NativeEd25519.verify(CryptoProviders.NATIVE, nativeKey, signingInput, bytes);
        }
        return bytes.length == Ed25519.SIGNATURE_SIZE
                && key.verify(Ed25519.Algorithm.Ed25519, null, signingInput, 0, signingInput.length, bytes, 0);
    }
}
