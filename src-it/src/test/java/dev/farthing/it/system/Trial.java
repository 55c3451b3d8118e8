package dev.farthing.it.system;

import java.security.SecureRandom;
import java.util.Random;

/** What a run of the system tests can be told from outside. */
final class Trial {
    /** {@code -Dfarthing.long=true}: the full numbers of repetitions. */
    static final boolean LONG = Boolean.getBoolean("farthing.long");

    /** {@code -Dfarthing.seed=N} repeats a run's choices; every run prints its own. */
    static final long SEED = seed();

    private Trial() {}

    /** Chance that is the same for the same seed and use, in whatever order the tests run. */
    static Random random(String use) {
        return new Random(SEED ^ use.hashCode());
    }

    static int repetitions(int usual, int full) {
        return LONG ? full : usual;
    }

    /** Figures of a run, for whoever reads its output. */
    static void say(String text, Object... values) {
        System.out.println("[system test] " + String.format(text, values));
    }

    private static long seed() {
        Long given = Long.getLong("farthing.seed");
        long seed = given == null ? new SecureRandom().nextLong() : given;
        say("seed %d (repeat with -Dfarthing.seed=%d)", seed, seed);
        return seed;
    }
}
