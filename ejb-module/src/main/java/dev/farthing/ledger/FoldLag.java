package dev.farthing.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far folding is behind, as a time: everything that was appended longer ago than that is folded. Told from looks at the deltas that are
 * there, so it holds whichever node folds, and is as exact as the looks are frequent. Thread-safe.
 */
final class FoldLag {
    /** Looks that are remembered; when there are more, the oldest is forgotten and the lag told may be too long, never too short. */
    private static final int MOST = 10_000;

    /** The highest number of a delta that was there at a time. */
    private record Look(Instant at, long highest) {}

    private final Deque<Look> looks = new ArrayDeque<>();
    private Instant foldedThrough;

    FoldLag(Instant begin) {
        this.foldedThrough = begin;
    }

    /** What deltas are there at a time. */
    synchronized void look(Instant at, DeltasThere there) {
        if (there.count() == 0) {
            looks.clear();
            foldedThrough = at;
            return;
        }
        while (!looks.isEmpty() && looks.getFirst().highest() < there.lowest()) {
            foldedThrough = looks.removeFirst().at();
        }
        looks.addLast(new Look(at, there.highest()));
        if (looks.size() > MOST) {
            looks.removeFirst();
        }
    }

    /** How long ago it is that everything was folded. */
    synchronized Duration at(Instant now) {
        return Duration.between(foldedThrough, now);
    }
}
