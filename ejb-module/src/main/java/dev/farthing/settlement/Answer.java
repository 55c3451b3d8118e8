package dev.farthing.settlement;

import dev.farthing.outbox.Event;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a line of the bank's means, and what follows from it.
 *
 * @param appliedTo the reference it was applied to, or null if it fits nothing
 * @param move the state that the payout or collection takes, or null if it stays
 */
record Answer(
        BankEntry entry,
        @Nullable String appliedTo,
        @Nullable Move move,
        List<Booking> bookings,
        List<Event> events,
        List<Finding> findings) {

    /** A payout (or else a collection) becomes SETTLED or RETURNED on a business date. */
    record Move(boolean payout, String reference, boolean settled, LocalDate on, String reason) {}

    /** Hands the step on, if there is one: the next line may be about the same payout. */
    void ifMoved(Consumer<Move> next) {
        if (move != null) {
            next.accept(move);
        }
    }

    static Answer unmatched(BankEntry entry, Finding finding) {
        return new Answer(entry, null, null, List.of(), List.of(), List.of(finding));
    }
}
