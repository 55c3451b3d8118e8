package dev.farthing.kit.client;

import java.time.Duration;

/** Waits; a test waits by moving its clock. */
@FunctionalInterface
public interface Pause {
    /** Waits that long. */
    void pause(Duration duration) throws InterruptedException;
}
