package dev.farthing.kit.envelope;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64url without padding (RFC 7515 §2), one text per value: a text whose last character carries unused bits would be a
 * second spelling of the same bytes.
 */
final class Base64Url {
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** The bytes, or null if the text is not exactly how {@link #encode} would write them. */
    static byte @Nullable [] decode(String text) {
        try {
            byte[] bytes = DECODER.decode(text);
            return encode(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static boolean isCanonical(String text, int bytes) {
        byte[] decoded = decode(text);
        return decoded != null && decoded.length == bytes;
    }
}
