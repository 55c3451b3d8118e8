package dev.farthing.it.system;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Two deeds that cross: each on a thread of its own, one of them a little later, so that either may come first. */
final class Crossing {
    private static final long MOST_LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(6);

    /** What both have said. */
    record Both<A, B>(A left, B right) {}

    private Crossing() {}

    @SuppressWarnings("unchecked") // each result is its own task's
    static <A, B> Both<A, B> of(Random random, Callable<A> left, Callable<B> right) throws Exception {
        long lateNanos = (long) (random.nextDouble() * MOST_LATE_NANOS);
        int late = random.nextInt(2);
        List<Object> results = AtOnce.<Object>run(2, i -> () -> {
            if (i == late) {
                LockSupport.parkNanos(lateNanos);
            }
            return i == 0 ? left.call() : right.call();
        });
        return new Both<>((A) results.get(0), (B) results.get(1));
    }
}
