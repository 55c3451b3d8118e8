package dev.farthing.settlement;

import java.math.BigInteger;
import java.util.Map;

/**
 * What vendors of a plan are charged, once a cycle, on what the cycle comes to as a whole.
 *
 * @param ratePpm parts in a million of what turned firm less what was refunded
 * @param minimums by currency, in its ledger scale: the least that a cycle with firm payments is charged
 */
public record FeePlan(String code, Cycle cycle, int ratePpm, Map<String, Long> minimums) {
    /** All of it. */
    public static final int MOST_PPM = 1_000_000;

    private static final BigInteger MILLION = BigInteger.valueOf(MOST_PPM);
    private static final BigInteger HALF = BigInteger.valueOf(MOST_PPM / 2);

    public FeePlan {
        minimums = Map.copyOf(minimums);
    }

    /**
     * The fee of a cycle: the rate on the aggregate, rounded half up to one unit of the ledger's scale, and at least the
     * minimum. Nothing if nothing turned firm, and nothing on refunds that exceed what did.
     *
     * @param firmed what turned firm, in the ledger's scale
     * @param refunded what was refunded out of it or of cycles before
     */
    long fee(String currency, long firmed, long refunded) {
        if (firmed == 0) {
            return 0;
        }
        BigInteger base = BigInteger.valueOf(Math.max(0, Math.subtractExact(firmed, refunded)));
        long share = base.multiply(BigInteger.valueOf(ratePpm))
                .add(HALF)
                .divide(MILLION)
                .longValueExact();
        return Math.max(share, minimums.getOrDefault(currency, 0L));
    }
}
