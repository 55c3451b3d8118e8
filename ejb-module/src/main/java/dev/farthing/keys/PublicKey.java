package dev.farthing.keys;

import dev.farthing.kit.envelope.KeyFamily;

/**
 * A public key as it is published and stored.
 *
 * @param kid its RFC 7638 thumbprint
 * @param jwk RFC 7517, public members only
 */
public record PublicKey(String kid, KeyUsage usage, KeyFamily family, String jwk) {}
