package dev.farthing.keys;

import dev.farthing.kit.envelope.KeyFamily;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a key stands in its life.
 *
 * @param kid its RFC 7638 thumbprint
 * @param changedAt when it came into its state
 * @param retiresAt when its overlap ends; of a key that only verifies, and of no other
 */
public record KeyLife(
        String kid,
        KeyUsage usage,
        KeyFamily family,
        KeyState state,
        Instant createdAt,
        Instant changedAt,
        @Nullable Instant retiresAt) {
    /** Checks that exactly a key that only verifies has an end. */
    public KeyLife {
        if ((state == KeyState.VERIFY_ONLY) != (retiresAt != null)) {
            throw new IllegalArgumentException("Exactly a key that only verifies retires: " + kid);
        }
    }

    /** True if what was made with this key, or for it, is still taken. */
    boolean isAccepted(Instant now) {
        return state == KeyState.ACTIVE || (retiresAt != null && now.isBefore(retiresAt));
    }

    KeyLife activated(Instant now) {
        return become(KeyState.ACTIVE, now, null);
    }

    /** Followed by another, and accepted until then. */
    KeyLife followed(Instant now, Instant until) {
        return become(KeyState.VERIFY_ONLY, now, until);
    }

    KeyLife revoked(Instant now) {
        return become(KeyState.REVOKED, now, null);
    }

    private KeyLife become(KeyState next, Instant now, @Nullable Instant until) {
        if (!state.mayBecome(next)) {
            throw new KeyRefused(
                    KeyRefused.Kind.WRONG_STATE, "Key " + kid + " is " + state + " and cannot become " + next);
        }
        return new KeyLife(kid, usage, family, next, createdAt, now, until);
    }
}
