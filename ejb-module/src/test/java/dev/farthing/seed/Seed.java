package dev.farthing.seed;

import java.util.Random;

/** Random numbers that can be had again: the seed is printed, and {@code -Dfarthing.seed=…} repeats it. */
public final class Seed {
    private Seed() {}

    public static Random of(Class<?> test) {
        long seed = Long.getLong("farthing.seed", System.nanoTime());
        System.out.println(test.getSimpleName() + ": -Dfarthing.seed=" + seed);
        return new Random(seed);
    }
}
