package dev.farthing.keys;

/** What a key is for: signing what its owner says, or encrypting what only its owner may read. */
public enum KeyUsage {
    SIGNING,
    ENCRYPTION
}
