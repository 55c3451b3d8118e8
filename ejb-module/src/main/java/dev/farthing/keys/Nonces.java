package dev.farthing.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What is kept of a challenge: enough to recognise its answer, not to give it. */
final class Nonces {
    private Nonces() {}

    static String hash(String nonce) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(nonce.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** In a time that does not depend on how much of it is right. */
    static boolean matches(@Nullable String nonce, @Nullable String hash) {
        return nonce != null
                && hash != null
                && MessageDigest.isEqual(
                        hash(nonce).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }
}
