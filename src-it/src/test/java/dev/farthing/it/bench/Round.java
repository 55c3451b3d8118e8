package dev.farthing.it.bench;

import java.util.BitSet;

/**
 * What one round came to.
 *
 * @param payments accepted for the first time
 * @param seconds from the first purchase until everything was drained
 * @param accepted the numbers of the submissions that were acknowledged as accepted
 * @param cost what the round used up
 */
record Round(long payments, double seconds, BitSet accepted, Standing cost) {
    double perSecond() {
        return payments / seconds;
    }
}
