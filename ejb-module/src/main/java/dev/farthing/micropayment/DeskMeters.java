package dev.farthing.micropayment;

import dev.farthing.kit.message.Return;
import dev.farthing.lane.Lanes;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The desk's metrics on this node: accepted, given back, refused by code, asked for again, undecided, and how many wait in the lanes. */
@ApplicationScoped
class DeskMeters {
    private static final String ACCEPTED = "farthing.micropayments.accepted";
    private static final String AGAIN = "farthing.micropayments.again";
    private static final String NOT_AUTHENTIC = "farthing.micropayments.not.authentic";
    private static final String UNDECIDED = "farthing.micropayments.undecided";

    @Inject
    private MeterRegistry meters;

    // Kept: the server's registry looks for a counter through all of its meters.
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Map<RefusalCode, Counter> refused = new EnumMap<>(RefusalCode.class);
    private final Map<Return.Kind, Counter> returned = new EnumMap<>(Return.Kind.class);

    void watch(Lanes<?, ?> lanes) {
        meters.gauge("farthing.lane.depth", lanes, Lanes::depth);
        // Named from the start, so that a rate can be taken from the first refusal on.
        for (String name : List.of(ACCEPTED, UNDECIDED, AGAIN, NOT_AUTHENTIC)) {
            counters.put(name, meters.counter(name));
        }
        for (Return.Kind kind : Return.Kind.values()) {
            returned.put(kind, meters.counter("farthing.micropayments.returned", "kind", kind.name()));
        }
        for (RefusalCode code : RefusalCode.values()) {
            refused.put(code, meters.counter("farthing.micropayments.refused", "code", code.name()));
        }
    }

    void count(Settled settled) {
        counter(settled).increment();
    }

    private Counter counter(Settled settled) {
        Decision decision = settled.decision();
        if (settled.again()) {
            return counter(AGAIN);
        } else if (decision instanceof Decision.Accepted) {
            return counter(ACCEPTED);
        } else if (decision instanceof Decision.Refused refusal) {
            return Objects.requireNonNull(refused.get(refusal.code()));
        } else if (decision instanceof Decision.Returned back) {
            return Objects.requireNonNull(returned.get(back.kind()));
        } else if (decision instanceof Decision.NotAuthentic) {
            return counter(NOT_AUTHENTIC);
        }
        return counter(UNDECIDED);
    }

    private Counter counter(String name) {
        return Objects.requireNonNull(counters.get(name), name);
    }
}
