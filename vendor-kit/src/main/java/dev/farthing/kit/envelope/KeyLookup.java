package dev.farthing.kit.envelope;

import org.jspecify.annotations.Nullable;

/**
 * Finds a key by its id. The id comes from a message that nobody has verified yet: at most 64 chars of base64url, but any.
 *
 * @param <K> the kind of key
 */
@FunctionalInterface
public interface KeyLookup<K> {
    /** The key, or null if there is none of that id (or none that may be used now). */
    @Nullable K find(String kid);
}
