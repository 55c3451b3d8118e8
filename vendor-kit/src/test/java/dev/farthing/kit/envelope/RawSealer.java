package dev.farthing.kit.envelope;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The format once more, written out with the JDK's own cryptography and with headers as raw text, so that a test can seal
 * what the kit never would, correctly encrypted and signed.
 */
final class RawSealer {
    static final UnaryOperator<String> AS_IT_IS = header -> header;

    private final Peers peers;

    RawSealer(Peers peers) {
        this.peers = peers;
    }

    String innerHeader() {
        return "{\"alg\":\"" + peers.vendorKey().family().signatureAlgorithm() + "\",\"typ\":\""
                + SealedEnvelope.SIGNED_TYPE + "\",\"kid\":\""
                + peers.vendorKey().kid() + "\"}";
    }

    /** A correctly signed text under whatever header. */
    String sign(String header, byte[] payload) {
        return sign(header, payload, peers.vendorKey());
    }

    static String sign(String header, byte[] payload, SigningKey key) {
        try {
            String input = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + "." + Base64Url.encode(payload);
            return input + "."
                    + key.signer()
                            .sign(
                                    new JWSHeader(key.family().signatureAlgorithm()),
                                    input.getBytes(StandardCharsets.US_ASCII));
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String signed() {
        return sign(innerHeader(), Peers.submission().toJson());
    }

    /** Encrypts to the server; the header, complete with its epk, is changed before it is authenticated. */
    String encrypt(String inner, UnaryOperator<String> headerChange) {
        return encrypt(inner, headerChange, peers.serverKey().encryptionKey());
    }

    /** As above, to another key but under the server's key id. */
    String encrypt(String inner, UnaryOperator<String> headerChange, EncryptionKey recipient) {
        try {
            boolean x25519 = recipient.family() == KeyFamily.ED25519;
            KeyPairGenerator generator = KeyPairGenerator.getInstance(x25519 ? "X25519" : "EC");
            if (!x25519) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            KeyPair ephemeral = generator.generateKeyPair();
            KeyAgreement agreement = KeyAgreement.getInstance(x25519 ? "X25519" : "ECDH");
            agreement.init(ephemeral.getPrivate());
            agreement.doPhase(publicKey(recipient), true);
            String header = headerChange.apply("{\"alg\":\"ECDH-ES\",\"enc\":\"A256GCM\",\"typ\":\"" + JweText.TYPE
                    + "\",\"cty\":\"JWT\",\"kid\":\"" + peers.serverKey().kid() + "\",\"epk\":"
                    + epk(ephemeral.getPublic()) + "}");
            return encrypt(header, agreement.generateSecret(), inner);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last step alone: with any header and any secret. */
    static String encrypt(String header, byte[] secret, String inner) {
        return encryptBytes(header.getBytes(StandardCharsets.UTF_8), secret, inner);
    }

    static String encryptBytes(byte[] header, byte[] secret, String inner) {
        try {
            byte[] iv = new byte[12];
            Arrays.fill(iv, (byte) 7); // Every message has a key of its own.
            String part = Base64Url.encode(header);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(concatKdf(secret), "AES"), new GCMParameterSpec(128, iv));
            cipher.updateAAD(part.getBytes(StandardCharsets.US_ASCII));
            byte[] out = cipher.doFinal(inner.getBytes(StandardCharsets.UTF_8));
            return part + ".." + Base64Url.encode(iv) + "." + Base64Url.encode(Arrays.copyOf(out, out.length - 16))
                    + "." + Base64Url.encode(Arrays.copyOfRange(out, out.length - 16, out.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 7518 §4.6.2 with one round. */
    private static byte[] concatKdf(byte[] secret) throws GeneralSecurityException {
        byte[] algorithm = "A256GCM".getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.writeBytes(word(1));
        input.writeBytes(secret);
        input.writeBytes(word(algorithm.length));
        input.writeBytes(algorithm);
        input.writeBytes(word(0));
        input.writeBytes(word(0));
        input.writeBytes(word(256));
        return MessageDigest.getInstance("SHA-256").digest(input.toByteArray());
    }

    private static byte[] word(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static PublicKey publicKey(EncryptionKey recipient) throws GeneralSecurityException {
        try {
            if (recipient.family() == KeyFamily.P256) {
                return ECKey.parse(recipient.toJwk()).toECPublicKey();
            }
            byte[] u =
                    com.nimbusds.jose.jwk.OctetKeyPair.parse(recipient.toJwk()).getDecodedX();
            return KeyFactory.getInstance("XDH")
                    .generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, reversed(u))));
        } catch (java.text.ParseException | com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String epk(PublicKey key) {
        if (key instanceof XECPublicKey xec) {
            return "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + Base64Url.encode(littleEndian(xec.getU())) + "\"}";
        }
        ECPublicKey ec = (ECPublicKey) key;
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
                + Base64Url.encode(reversed(littleEndian(ec.getW().getAffineX()))) + "\",\"y\":\""
                + Base64Url.encode(reversed(littleEndian(ec.getW().getAffineY()))) + "\"}";
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] big = reversed(number.toByteArray());
        return Arrays.copyOf(big, 32);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = bytes[bytes.length - 1 - i];
        }
        return out;
    }
}
