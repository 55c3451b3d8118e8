package dev.farthing.lane;

/**
 * The bounds of a set of lanes.
 *
 * @param lanes how many batches run at once
 * @param batchLimit commands in one batch, at the most
 * @param queueLimit commands that wait in one lane, at the most; one more is refused
 */
public record LaneLimits(int lanes, int batchLimit, int queueLimit) {
    public LaneLimits {
        if (lanes < 1 || batchLimit < 1 || queueLimit < 1) {
            throw new IllegalArgumentException("Lanes, batch limit and queue limit are at least 1 each");
        }
    }
}
