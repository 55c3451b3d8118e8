package dev.farthing.micropayment;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.kit.message.Bulk;
import dev.farthing.party.Vendors;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/** Vendors' bulks: which purchases each stands for, for ever, and how far it is. */
@Stateless
public class Bulks {
    /** What a bulk's arrival means. */
    enum Arrival {
        /** It may go to the lanes: it is new, or the same as before. */
        TAKEN,
        /** Its id stands for other purchases. */
        CONFLICT,
        /** The key that signed it may no longer sign: as if it had not been authentic. */
        NOT_AUTHENTIC
    }

    /**
     * How far a bulk is.
     *
     * @param decided how many of its purchases are accepted or refused; the others are on their way, or were given up for now
     */
    public record Progress(String bulk, int purchases, int decided, int accepted, Instant receivedAt) {
        /** How many are refused. */
        public int refused() {
            return decided - accepted;
        }

        /** True if all are decided. */
        public boolean isComplete() {
            return decided == purchases;
        }
    }

    @Inject
    private BusinessDays days;

    @Inject
    private Vendors vendors;

    @Inject
    private SubmissionStore submissions;

    @Inject
    private BulkStore store;

    @Inject
    private Clock clock;

    /** Stores which purchases the bulk's id stands for, before any of them is decided. In the gate, as payments are. */
    public Arrival take(Bulk bulk, String signer) {
        days.enter(BusinessDays.MAIN_CALENDAR);
        Instant now = clock.instant();
        if (submissions.usableSigners(Set.of(signer), now).isEmpty()) {
            return Arrival.NOT_AUTHENTIC;
        }
        long vendor = vendors.get(bulk.vendor()).id();
        return store.insert(vendor, bulk, now) || store.isSame(vendor, bulk) ? Arrival.TAKEN : Arrival.CONFLICT;
    }

    /**
     * How far a bulk is, also while it is under way.
     *
     * @throws MicropaymentRefused if this vendor has no bulk of this id
     */
    public Progress progress(String vendorCode, String bulkId) {
        return store.progress(vendors.get(vendorCode).id(), bulkId)
                .orElseThrow(() -> new MicropaymentRefused(
                        MicropaymentRefused.Kind.NOT_FOUND, "There is no bulk of this id: send it"));
    }
}
