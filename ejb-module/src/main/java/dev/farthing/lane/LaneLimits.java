package dev.farthing.lane;

import java.time.Duration;

/**
 * The bounds of a set of lanes.
 *
 * @param lanes how many batches run at once
 * @param batchLimit commands in one batch, at the most
 * @param queueLimit commands that wait in one lane, at the most; one more is refused
 * @param gathering from the beginning of a batch that had more than one command to that of the next, at the least: a batch costs
 *     its round trips whether it holds one command or a hundred
 */
public record LaneLimits(int lanes, int batchLimit, int queueLimit, Duration gathering) {
    /** So many commands wait for no more. */
    static final int COMPANY = 64;

    /** Without gathering: whatever waits is a batch at once. */
    public LaneLimits(int lanes, int batchLimit, int queueLimit) {
        this(lanes, batchLimit, queueLimit, Duration.ZERO);
    }

    public LaneLimits {
        if (lanes < 1 || batchLimit < 1 || queueLimit < 1) {
            throw new IllegalArgumentException("Lanes, batch limit and queue limit are at least 1 each");
        }
        if (gathering.isNegative()) {
            throw new IllegalArgumentException("Nobody waits for less than no time");
        }
    }
}
