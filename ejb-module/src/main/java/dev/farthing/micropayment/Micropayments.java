package dev.farthing.micropayment;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.Map;

/** What has become of submissions so far, read from the database. */
@Stateless
public class Micropayments {
    /**
     * Totals over all vendors and days.
     *
     * @param refused by code; a conflict counts each time, since it is no decision of its own
     * @param replayed how often a submission came again with the same purchase
     */
    public record Summary(long accepted, Map<String, Long> refused, long replayed) {}

    @Inject
    private MicropaymentStore store;

    public Summary summary() {
        return store.summary();
    }
}
