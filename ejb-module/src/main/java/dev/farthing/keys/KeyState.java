package dev.farthing.keys;

/** The life of a key, in order; it never goes back. */
public enum KeyState {
    /** Made known, and good for nothing yet: a vendor's still has to be activated, the server's to be published long enough. */
    PENDING,
    /** The one in use: it signs, and is sealed to. */
    ACTIVE,
    /** Followed by another: until its overlap ends, what was made with it or for it is still accepted. */
    VERIFY_ONLY,
    /** Good for nothing any more. */
    REVOKED;

    /** True if a key of this state may turn into one of the next. */
    boolean mayBecome(KeyState next) {
        return switch (this) {
            case PENDING -> next == ACTIVE || next == REVOKED;
            case ACTIVE -> next == VERIFY_ONLY || next == REVOKED;
            case VERIFY_ONLY -> next == REVOKED;
            case REVOKED -> false;
        };
    }
}
