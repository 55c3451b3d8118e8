package dev.farthing.micropayment;

import dev.farthing.ledger.Transfer;
import org.jspecify.annotations.Nullable;

/** A command with what was decided; there is a booking if and only if money moves. */
record Decided(Command command, Decision decision, @Nullable Booking booking) {
    /** Whose money moves, and how. */
    record Booking(long customerId, Transfer transfer) {}

    static Decided refused(Command command, RefusalCode code) {
        return new Decided(command, new Decision.Refused(code), null);
    }

    Decision.@Nullable Accepted accepted() {
        return decision instanceof Decision.Accepted accepted ? accepted : null;
    }

    Decision.@Nullable Returned returned() {
        return decision instanceof Decision.Returned returned ? returned : null;
    }

    String outcome() {
        return decision instanceof Decision.Refused refused ? refused.code().name() : "ACCEPTED";
    }
}
