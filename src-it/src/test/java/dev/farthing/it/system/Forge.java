package dev.farthing.it.system;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Makes messages with any headers and any content, correct in everything that the test does not want wrong. Written after
 * RFC 7515, 7516 and 7518 on the JDK's cryptography, so it shares nothing with the kit that it is used against.
 */
final class Forge {
    /** Stands in an outer header for the ephemeral key. */
    static final String EPK = "%EPK%";

    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Forge() {}

    static PublicJsonWebKey key(String jwk) {
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(jwk);
        } catch (JoseException e) {
            throw new IllegalArgumentException("Not a key: " + jwk, e);
        }
    }

    /** A compact JWS; {@code payload} goes in as it is. */
    static String sign(String header, byte[] payload, PublicJsonWebKey key) throws GeneralSecurityException {
        String input = encode(header.getBytes(StandardCharsets.UTF_8)) + "." + encode(payload);
        Signature signature = Signature.getInstance(isCurve25519(key) ? "Ed25519" : "SHA256withECDSAinP1363Format");
        signature.initSign(key.getPrivateKey());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + encode(signature.sign());
    }

    /** A compact JWE, ECDH-ES in direct agreement with A256GCM, whatever the header claims. */
    static String encrypt(String header, String payload, PublicJsonWebKey recipient) throws GeneralSecurityException {
        KeyPair ephemeral = ephemeral(recipient);
        String sentHeader = header.replace(EPK, publicJwk(ephemeral.getPublic()));
        KeyAgreement agreement = KeyAgreement.getInstance(isCurve25519(recipient) ? "X25519" : "ECDH");
        agreement.init(ephemeral.getPrivate());
        agreement.doPhase(recipient.getPublicKey(), true);
        byte[] contentKey = concatKdf(agreement.generateSecret());
        byte[] iv = new byte[IV_BYTES];
        RANDOM.nextBytes(iv);
        String protectedHeader = encode(sentHeader.getBytes(StandardCharsets.UTF_8));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(contentKey, "AES"), new GCMParameterSpec(8 * TAG_BYTES, iv));
        cipher.updateAAD(protectedHeader.getBytes(StandardCharsets.US_ASCII));
        byte[] sealed = cipher.doFinal(payload.getBytes(StandardCharsets.UTF_8));
        int textBytes = sealed.length - TAG_BYTES;
        return protectedHeader + ".." + encode(iv) + "." + encode(Arrays.copyOf(sealed, textBytes)) + "."
                + encode(Arrays.copyOfRange(sealed, textBytes, sealed.length));
    }

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String decode(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private static boolean isCurve25519(PublicJsonWebKey key) {
        return key.getKeyType().equals("OKP");
    }

    private static KeyPair ephemeral(PublicJsonWebKey recipient) throws GeneralSecurityException {
        if (isCurve25519(recipient)) {
            return KeyPairGenerator.getInstance("X25519").generateKeyPair();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String publicJwk(PublicKey key) {
        try {
            return JsonWebKey.Factory.newJwk(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        } catch (JoseException e) {
            throw new IllegalStateException("a fresh key can be written", e);
        }
    }

    /** RFC 7518 §4.6.2 for a key of 256 bits, without party information: one round of SHA-256. */
    private static byte[] concatKdf(byte[] shared) throws GeneralSecurityException {
        byte[] algorithm = "A256GCM".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer info = ByteBuffer.allocate(Integer.BYTES * 5 + shared.length + algorithm.length)
                .putInt(1)
                .put(shared)
                .putInt(algorithm.length)
                .put(algorithm)
                .putInt(0)
                .putInt(0)
                .putInt(256);
        return MessageDigest.getInstance("SHA-256").digest(info.array());
    }
}
