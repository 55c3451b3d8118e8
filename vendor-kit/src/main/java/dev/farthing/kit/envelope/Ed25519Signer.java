package dev.farthing.kit.envelope;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.impl.EdDSAProvider;
import com.nimbusds.jose.util.Base64URL;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** EdDSA (RFC 8037) for Nimbus on Bouncy Castle; Nimbus's own wants Google Tink. */
final class Ed25519Signer extends EdDSAProvider implements JWSSigner {
    private final Ed25519PrivateKeyParameters key;

    Ed25519Signer(byte[] seed) {
        key = new Ed25519PrivateKeyParameters(seed);
        key.generatePublicKey(); // Kept inside, so that signing does not compute it again.
    }

    @Override
    public Base64URL sign(JWSHeader header, byte[] signingInput) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        key.sign(Ed25519.Algorithm.Ed25519, null, signingInput, 0, signingInput.length, signature, 0);
        return Base64URL.encode(signature);
    }
}
