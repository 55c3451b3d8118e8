package dev.farthing.micropayment;

import dev.farthing.lane.Lanes;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The desk's metrics on this node: accepted, refused by code, undecided, and how many wait in the lanes. */
@ApplicationScoped
class DeskMeters {
    @Inject
    private MeterRegistry meters;

    void watch(Lanes<?, ?> lanes) {
        meters.gauge("farthing.lane.depth", lanes, Lanes::depth);
    }

    void count(Decision decision) {
        if (decision instanceof Decision.Accepted) {
            meters.counter("farthing.micropayments.accepted").increment();
        } else if (decision instanceof Decision.Refused refused) {
            meters.counter(
                            "farthing.micropayments.refused",
                            "code",
                            refused.code().name())
                    .increment();
        } else {
            meters.counter("farthing.micropayments.undecided").increment();
        }
    }
}
