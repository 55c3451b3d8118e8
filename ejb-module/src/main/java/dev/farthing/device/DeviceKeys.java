package dev.farthing.device;

import dev.farthing.device.DeviceStore.Registered;
import dev.farthing.kit.envelope.VerificationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keys of devices, those forgotten first that were not used for longest. Reading goes on outside the lock. Only keys that nobody has
 * registered count against the bound on reading: a customer whose phone was silent for a day is no stranger.
 */
final class DeviceKeys {
    /** How long a key is believed to be in force without being read again. */
    static final Duration FRESH = Duration.ofSeconds(1);

    /** Keys held: some 2 KB each. */
    static final int MOST_HELD = 20_000;

    /** Keys looked up in vain in a second, however many strangers knock. */
    static final int STRANGERS_A_SECOND = 100;

    private record Held(VerificationKey key, Instant readAt) {
        boolean isFresh(Instant now) {
            return !now.isBefore(readAt) && now.isBefore(readAt.plus(FRESH));
        }
    }

    private final Map<String, Held> held = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
            return size() > MOST_HELD;
        }
    };

    private long forgotten;
    private Instant strangersSince = Instant.EPOCH;
    private int strangers;

    /**
     * The key of that id if it may sign now.
     *
     * @param read looks a key up where it is kept
     * @throws StrangersRefused if it would have to be looked up, and too many were in vain within this second
     */
    @Nullable VerificationKey find(String kid, Instant now, Function<String, Optional<Registered>> read) {
        @Nullable Held known;
        long generation;
        synchronized (this) {
            known = held.get(kid);
            generation = forgotten;
            if (known != null && known.isFresh(now)) {
                return known.key();
            }
            if (known == null && isFullOfStrangers(now)) {
                throw new StrangersRefused();
            }
        }
        return take(kid, now, generation, prepared(known, read.apply(kid).orElse(null)));
    }

    /** What was being read meanwhile is not held either: it may be from before the revocation. */
    synchronized void forget(String kid) {
        held.remove(kid);
        forgotten++;
    }

    private synchronized @Nullable VerificationKey take(
            String kid, Instant now, long generation, @Nullable VerificationKey key) {
        // Put anew, at the end: in the order of reading, which is the order of use within a second.
        held.remove(kid);
        if (key == null) {
            strangers++;
        } else if (generation == forgotten) {
            held.put(kid, new Held(key, now));
        }
        return key;
    }

    /** Preparing a key is dear, and a key of one id never changes. */
    private static @Nullable VerificationKey prepared(@Nullable Held known, @Nullable Registered read) {
        if (read == null) {
            return null;
        }
        return known != null ? known.key() : VerificationKey.fromJwk(read.publicJwk(), read.customer());
    }

    private boolean isFullOfStrangers(Instant now) {
        if (now.isBefore(strangersSince) || !now.isBefore(strangersSince.plusSeconds(1))) {
            strangersSince = now;
            strangers = 0;
        }
        return strangers >= STRANGERS_A_SECOND;
    }
}
