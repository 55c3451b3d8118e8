package dev.farthing.kit.client;

/**
 * What the server made of an enrolment.
 *
 * @param vendor the vendor's id: what its messages name as {@code iss}
 * @param signingKid the signing key that the server now knows
 * @param encryptionKid the encryption key that the server now knows
 * @param audience the server's id
 */
public record Enrolled(String vendor, String signingKid, String encryptionKid, String audience) {}
