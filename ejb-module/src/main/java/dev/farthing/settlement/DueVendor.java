package dev.farthing.settlement;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A vendor whose cycle ends.
 *
 * @param plan the code of the plan agreed on
 * @param cycleBegin the day after the last cycle's end
 * @param closed true if the vendor is gone; it gets statements only of what still moved
 */
public record DueVendor(
        long id,
        String code,
        String name,
        @Nullable String payoutIban,
        String plan,
        LocalDate cycleBegin,
        boolean closed) {
    String owner() {
        return "vendor:" + code;
    }
}
