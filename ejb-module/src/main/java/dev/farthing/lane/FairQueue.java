package dev.farthing.lane;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of many groups, each in its own order: taken from in turn, and when it is full, whoever has most in it
 * gives way to whoever has less. Not thread-safe.
 */
final class FairQueue<T> {
    private final int limit;
    private final Map<Object, Group<T>> byName = new HashMap<>();
    private final Deque<Group<T>> turns = new ArrayDeque<>();
    private int size;

    private record Group<T>(Object name, Deque<T> items) {}

    FairQueue(int limit) {
        this.limit = limit;
    }

    int size() {
        return size;
    }

    /** Adds an item; returns the one that had to give way, which may be this, or null if there was room. */
    @Nullable T add(Object name, T item) {
        if (size < limit) {
            put(name, item);
            return null;
        }
        Group<T> largest = turns.stream()
                .max(Comparator.comparingInt(group -> group.items().size()))
                .orElseThrow();
        if (largest.items().size() <= sizeOf(name) + 1) {
            return item;
        }
        size--;
        T displaced = largest.items().removeLast();
        put(name, item);
        return displaced;
    }

    /** Takes up to so many, one of each group in turn. */
    List<T> take(int count) {
        List<T> taken = new ArrayList<>(Math.min(count, size));
        while (taken.size() < count && !turns.isEmpty()) {
            Group<T> next = turns.removeFirst();
            taken.add(next.items().removeFirst());
            size--;
            if (next.items().isEmpty()) {
                byName.remove(next.name());
            } else {
                turns.addLast(next);
            }
        }
        return taken;
    }

    private int sizeOf(Object name) {
        Group<T> group = byName.get(name);
        return group == null ? 0 : group.items().size();
    }

    private void put(Object name, T item) {
        byName.computeIfAbsent(name, this::newGroup).items().addLast(item);
        size++;
    }

    private Group<T> newGroup(Object name) {
        Group<T> group = new Group<>(name, new ArrayDeque<>());
        turns.addLast(group);
        return group;
    }
}
