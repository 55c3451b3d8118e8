package dev.farthing.micropayment;

import dev.farthing.kit.message.Return;
import dev.farthing.lane.Lanes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The desk's metrics on this node: accepted, given back, refused by code, asked for again, undecided, and how many wait in the lanes. */
@ApplicationScoped
class DeskMeters {
    private static final String ACCEPTED = "farthing.micropayments.accepted";
    private static final String AGAIN = "farthing.micropayments.again";
    private static final String NOT_AUTHENTIC = "farthing.micropayments.not.authentic";
    private static final String UNDECIDED = "farthing.micropayments.undecided";

    @Inject
    private MeterRegistry meters;

    void watch(Lanes<?, ?> lanes) {
        meters.gauge("farthing.lane.depth", lanes, Lanes::depth);
        // Named from the start, so that a rate can be taken from the first refusal on.
        meters.counter(ACCEPTED);
        meters.counter(UNDECIDED);
        meters.counter(AGAIN);
        meters.counter(NOT_AUTHENTIC);
        for (Return.Kind kind : Return.Kind.values()) {
            returned(kind);
        }
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
            refused(refused.code()).increment();
        } else if (decision instanceof Decision.Returned returned) {
            returned(returned.kind()).increment();
        } else if (decision instanceof Decision.NotAuthentic) {
            meters.counter(NOT_AUTHENTIC).increment();
        } else {
            meters.counter(UNDECIDED).increment();
        }
    }

    private Counter returned(Return.Kind kind) {
        return meters.counter("farthing.micropayments.returned", "kind", kind.name());
    }

    private Counter refused(RefusalCode code) {
        return meters.counter("farthing.micropayments.refused", "code", code.name());
    }
}
