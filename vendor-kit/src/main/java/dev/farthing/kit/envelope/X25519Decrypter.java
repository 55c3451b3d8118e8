package dev.farthing.kit.envelope;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import org.jspecify.annotations.Nullable;

/** ECDH-ES with X25519, the reading end. */
final class X25519Decrypter extends X25519Agreement implements JWEDecrypter {
    private final byte[] privateKey;

    X25519Decrypter(byte[] privateKey) throws JOSEException {
        this.privateKey = privateKey.clone();
    }

    @Override
    public byte[] decrypt(
            JWEHeader header,
            @Nullable Base64URL encryptedKey,
            Base64URL iv,
            Base64URL cipherText,
            Base64URL authTag,
            byte[] aad)
            throws JOSEException {
        if (!(header.getEphemeralPublicKey() instanceof OctetKeyPair epk)) {
            throw new JOSEException("no X25519 epk");
        }
        SharedSecret secret = agree(privateKey, epk.getDecodedX());
        // Decrypted even under a worthless secret, so that this refusal takes as long as every other.
        byte[] clearText = decryptWithZ(
                header,
                aad,
                secret.key(),
                encryptedKey,
                iv,
                cipherText,
                authTag,
                JWEObject.MAX_DECOMPRESSED_PLAIN_TEXT_LENGTH);
        if (!secret.contributory()) {
            throw new JOSEException("the epk is a point of low order");
        }
        return clearText;
    }
}
