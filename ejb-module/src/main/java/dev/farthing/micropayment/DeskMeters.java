package dev.farthing.micropayment;

import dev.farthing.lane.Lanes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The desk's metrics on this node: accepted, refused by code, asked for again, undecided, and how many wait in the lanes. */
@ApplicationScoped
class DeskMeters {
    private static final String ACCEPTED = "farthing.micropayments.accepted";
    private static final String AGAIN = "farthing.micropayments.again";
    private static final String UNDECIDED = "farthing.micropayments.undecided";

    @Inject
    private MeterRegistry meters;

    void watch(Lanes<?, ?> lanes) {
        meters.gauge("farthing.lane.depth", lanes, Lanes::depth);
        // Named from the start, so that a rate can be taken from the first refusal on.
        meters.counter(ACCEPTED);
        meters.counter(UNDECIDED);
        meters.counter(AGAIN);
        for (RefusalCode code : RefusalCode.values()) {
            refused(code);
        }
    }

    void count(Settled settled) {
        Decision decision = settled.decision();
        if (settled.again()) {
            meters.counter(AGAIN).increment();
        } else if (decision instanceof Decision.Accepted) {
            meters.counter(ACCEPTED).increment();
        } else if (decision instanceof Decision.Refused refused) {
            meters.counter(
                            "farthing.micropayments.refused",
                            "code",
                            refused.code().name())
                    .increment();
        } else {
            meters.counter(UNDECIDED).increment();
        }
    }

    private Counter refused(RefusalCode code) {
        return meters.counter("farthing.micropayments.refused", "code", code.name());
    }
}
