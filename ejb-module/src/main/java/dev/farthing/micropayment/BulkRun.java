package dev.farthing.micropayment;

import dev.farthing.lane.LaneFull;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The purchases of one bulk on their way through the lanes: a wave at a time, so that a bulk never fills a lane that others
 * wait for. What a full lane does not take goes with a later wave. No thread waits meanwhile.
 */
final class BulkRun {
    /** How many purchases of one bulk are in the lanes at once. */
    static final int WAVE = 256;

    private static final Logger LOG = Logger.getLogger(BulkRun.class.getName());
    private static final long FULL_PAUSE_MILLIS = 50;

    private final List<Command> commands;
    private final Function<Command, CompletableFuture<Settled>> lanes;
    private final Executor threads;
    private final AtomicReferenceArray<@Nullable Settled> settled;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

    /**
     * @param lanes puts a command into its lane, or throws {@link LaneFull}
     * @param threads on which waves are sent, and the run's end is told
     */
    BulkRun(List<Command> commands, Function<Command, CompletableFuture<Settled>> lanes, Executor threads) {
        this.commands = List.copyOf(commands);
        this.lanes = lanes;
        this.threads = threads;
        this.settled = new AtomicReferenceArray<>(commands.size());
    }

    /**
     * What is known of each, in their order, when all are settled or the time is up: whichever comes first. What is in a lane
     * then is decided all the same.
     */
    CompletableFuture<List<Settled>> run(long limitMillis) {
        wave(IntStream.range(0, commands.size()).boxed().toList());
        return over.completeOnTimeout(null, limitMillis, TimeUnit.MILLISECONDS)
                .thenApplyAsync(nothing -> known(), threads);
    }

    private void wave(List<Integer> waiting) {
        if (over.isDone()) {
            return;
        }
        List<Integer> wave = waiting.subList(0, Math.min(WAVE, waiting.size()));
        List<Integer> later = waiting.subList(wave.size(), waiting.size());
        CompletableFuture.allOf(wave.stream().map(this::submit).toArray(CompletableFuture<?>[]::new))
                .thenRunAsync(() -> next(wave, later), threads)
                .exceptionally(failure -> {
                    LOG.log(Level.WARNING, "A bulk stops before its end; sending it again goes on", failure);
                    over.complete(null);
                    return null;
                });
    }

    private CompletableFuture<@Nullable Void> submit(int place) {
        try {
            // On the lane's thread, so no more than remembering.
            return lanes.apply(commands.get(place)).handle((answer, failure) -> {
                if (!(failure instanceof LaneFull)) {
                    settled.set(place, answer == null ? Settled.undecided(true) : answer);
                }
                return null;
            });
        } catch (LaneFull e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private void next(List<Integer> wave, List<Integer> later) {
        List<Integer> waiting = new ArrayList<>(
                wave.stream().filter(place -> settled.get(place) == null).toList());
        boolean full = !waiting.isEmpty();
        waiting.addAll(later);
        if (waiting.isEmpty()) {
            over.complete(null);
        } else if (full) {
            CompletableFuture.delayedExecutor(FULL_PAUSE_MILLIS, TimeUnit.MILLISECONDS, threads)
                    .execute(() -> wave(waiting));
        } else {
            wave(waiting);
        }
    }

    private List<Settled> known() {
        return IntStream.range(0, settled.length())
                .mapToObj(place -> {
                    @Nullable Settled known = settled.get(place);
                    return known == null ? Settled.undecided(true) : known;
                })
                .toList();
    }
}
