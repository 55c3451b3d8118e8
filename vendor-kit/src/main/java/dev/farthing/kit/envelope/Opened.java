package dev.farthing.kit.envelope;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A message that was authentic, meant for the reader and in time.
 *
 * @param claims what it says; {@code iss}, {@code aud}, {@code iat} and {@code exp} are checked, the rest is not
 * @param signerKid the key that signed it
 * @param family the family of the key that signed it
 * @param messageSha256 SHA-256 of the compact message's ASCII bytes; the array is the record's own, handed out as a copy
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out
public record Opened(ObjectNode claims, String signerKid, KeyFamily family, byte[] messageSha256) {
    /** Takes a copy of the hash. */
    public Opened {
        messageSha256 = messageSha256.clone();
    }

    @Override
    public byte[] messageSha256() {
        return messageSha256.clone();
    }
}
