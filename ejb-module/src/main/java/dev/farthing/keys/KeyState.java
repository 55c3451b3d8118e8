package dev.farthing.keys;

/** The life of a key. */
enum KeyState {
    ACTIVE,
    REVOKED
}
