package dev.farthing.runs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a job about one subject, over all attempts that it took.
 *
 * @param subject what it is about, such as a business day
 * @param attempt how often it was begun or taken over, from 1
 * @param message why it failed or what it came to, or null
 * @param steps of the last attempt, in the order in which they began
 */
public record Run(
        long id,
        String job,
        String subject,
        RunState state,
        int attempt,
        String node,
        String startedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String message,
        List<Step> steps) {

    /**
     * One step, all its parts together.
     *
     * @param done how many parties, files or whatever else the step counts
     * @param amounts by currency, in its ledger scale
     * @param perSecond of what is counted, while it ran
     */
    public record Step(
            String name,
            String state,
            long done,
            Map<String, Long> amounts,
            @Nullable String note,
            long perSecond) {}
}
