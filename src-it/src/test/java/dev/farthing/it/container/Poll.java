package dev.farthing.it.container;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come, looking again and again, for at most twenty seconds. */
final class Poll {
    private static final long LIMIT_NANOS = Duration.ofSeconds(20).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Poll() {}

    static void until(String what, BooleanSupplier come) {
        long began = System.nanoTime();
        while (!come.getAsBoolean()) {
            if (System.nanoTime() - began > LIMIT_NANOS) {
                throw new AssertionError("Did not come within 20 s: " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
