package dev.farthing.kit.envelope;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWECryptoParts;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.impl.AAD;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;

/** ECDH-ES with X25519: a fresh key of its own for every message. */
final class X25519Encrypter extends X25519Agreement implements JWEEncrypter {
    private final byte[] recipient;

    X25519Encrypter(byte[] recipient) throws JOSEException {
        this.recipient = recipient.clone();
    }

    @Override
    public JWECryptoParts encrypt(JWEHeader header, byte[] clearText, byte[] aad) throws JOSEException {
        byte[] ephemeral = newPrivateKey(getJCAContext().getSecureRandom());
        OctetKeyPair epk = new OctetKeyPair.Builder(Curve.X25519, Base64URL.encode(publicKeyOf(ephemeral))).build();
        JWEHeader complete =
                new JWEHeader.Builder(header).ephemeralPublicKey(epk).build();
        SharedSecret secret = agree(ephemeral, recipient);
        if (!secret.contributory()) {
            throw new JOSEException("the recipient's X25519 key is a point of low order");
        }
        // The header that is authenticated is the one that holds the ephemeral key.
        return encryptWithZ(complete, secret.key(), clearText, AAD.compute(complete));
    }
}
