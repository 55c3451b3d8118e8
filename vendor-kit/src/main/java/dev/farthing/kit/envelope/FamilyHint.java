package dev.farthing.kit.envelope;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which family a text that cannot be taken apart seems to be of, so that refusing it costs what refusing a better one of its
 * kind costs. Only ever decides which decoys are used: nothing is believed.
 */
final class FamilyHint {
    /** A header stands at the start, and so does the one of a JSON serialisation. */
    private static final int CHARS_LOOKED_AT = 2048;

    /** What only a header of P-256 holds, as it looks inside base64url at each of the three alignments. */
    private static final List<String> SIGNS_OF_P256 = Stream.of("\"P-256\"", "\"ES256\"")
            .flatMap(sign -> IntStream.range(0, 3).mapToObj(shift -> encodedAt(shift, sign)))
            .toList();

    private FamilyHint() {}

    static KeyFamily of(String text) {
        String start = text.substring(0, Math.min(text.length(), CHARS_LOOKED_AT));
        return SIGNS_OF_P256.stream().anyMatch(start::contains) ? KeyFamily.P256 : KeyFamily.ED25519;
    }

    /** Without the characters at both ends that also depend on the neighbours. */
    private static String encodedAt(int shift, String sign) {
        String encoded = Base64Url.encode(("\0".repeat(shift) + sign).getBytes(StandardCharsets.US_ASCII));
        int bytes = shift + sign.length();
        return encoded.substring(shift == 0 ? 0 : shift + 1, bytes * 4 / 3);
    }
}
