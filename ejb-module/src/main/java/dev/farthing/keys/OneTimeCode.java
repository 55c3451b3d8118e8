package dev.farthing.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** A fresh code that an operator hands out and that brings in one key; shown once, since only its hash is kept. */
public record OneTimeCode(String code, Instant expiresAt) {
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final int BYTES = 20;

    public static OneTimeCode fresh(SecureRandom random, Instant now) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return new OneTimeCode(Base64.getUrlEncoder().withoutPadding().encodeToString(secret), now.plus(LIFETIME));
    }

    /** SHA-256, hexadecimal: what is kept of a code. */
    public static String hash(String code) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
