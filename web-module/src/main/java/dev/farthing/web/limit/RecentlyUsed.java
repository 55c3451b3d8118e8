package dev.farthing.web.limit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A bounded map: whoever was not seen for longest is forgotten first, and begins anew. Thread-safe. */
final class RecentlyUsed<K, V> {
    /** A few megabytes; more parties than ask one node within a second or two. */
    static final int MOST = 20_000;

    /** Whoever was not seen for longest comes first. */
    private final Map<K, V> entries = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST;
        }
    };

    /** What is kept of the key from now on, out of what was kept of it. */
    synchronized V compute(K key, Function<@Nullable V, V> change) {
        V value = change.apply(entries.remove(key));
        entries.put(key, value);
        return value;
    }

    synchronized int size() {
        return entries.size();
    }
}
