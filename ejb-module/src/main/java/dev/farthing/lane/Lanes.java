package dev.farthing.lane;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Gathers concurrent commands of one kind into batches: one thread a lane, whatever waits becomes the next batch.
 *
 * @param <C> a command
 * @param <R> its result, failures included: a batch that throws fails all its commands
 */
public final class Lanes<C, R> {
    private final List<Lane<C, R>> lanes;

    private Lanes(List<Lane<C, R>> lanes) {
        this.lanes = lanes;
    }

    /**
     * Starts the lanes.
     *
     * @param batch answers a batch with one result for each command, in their order
     */
    public static <C, R> Lanes<C, R> start(
            String name, LaneLimits limits, ThreadFactory threads, Function<List<C>, List<R>> batch) {
        List<Lane<C, R>> lanes = IntStream.range(0, limits.lanes())
                .mapToObj(i -> new Lane<>(name + "-" + i, limits, threads, batch))
                .toList();
        lanes.forEach(Lane::start);
        return new Lanes<>(lanes);
    }

    /**
     * Puts a command into the lane of its key: equal keys share a lane. The answer completes on the lane's thread:
     * continue on another one. A lane serves the groups that wait in it in turn, each in its own order; when it is full, the
     * last command of the group that has most in it gives way to a group that has less, and is answered {@link LaneFull}.
     *
     * @throws LaneFull if the lane is closing, or full and no group gives way; nothing was begun
     */
    public CompletableFuture<R> submit(Object key, Object group, C command) {
        return lanes.get(Math.floorMod(key.hashCode(), lanes.size())).submit(group, command);
    }

    /** How many commands wait in all lanes. */
    public int depth() {
        return lanes.stream().mapToInt(Lane::depth).sum();
    }

    /** True if every lane's thread is at work or ready to. */
    public boolean isAlive() {
        return lanes.stream().allMatch(Lane::isAlive);
    }

    /** True if some batch has been at work for longer than that. */
    public boolean isStuck(Duration limit) {
        return lanes.stream().anyMatch(lane -> lane.busyNanos() > limit.toNanos());
    }

    /** Takes no more commands and waits until those accepted are answered, at most that long for all lanes together. */
    public void drain(Duration limit) throws InterruptedException {
        long until = System.nanoTime() + limit.toNanos();
        lanes.forEach(Lane::close);
        for (Lane<C, R> lane : lanes) {
            lane.awaitDrained(until - System.nanoTime());
        }
    }
}
