package dev.farthing.micropayment;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.Ledger;
import dev.farthing.ledger.Transfer;
import dev.farthing.micropayment.FirmingStore.Due;
import dev.farthing.micropayment.FirmingStore.Firmed;
import dev.farthing.outbox.Event;
import dev.farthing.outbox.Outbox;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * One short transaction of {@link Firming}: some vendors' days, locked, summed, booked and marked. A reversal that holds a day
 * shared is waited for and counted; one that comes later finds the day firm.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class FirmingBatch {
    @Inject
    private BusinessDays days;

    @Inject
    private Ledger ledger;

    @Inject
    private Outbox outbox;

    @Inject
    private FirmingStore store;

    @Inject
    private PaymentEvents events;

    @Inject
    private Clock clock;

    /** Some of what is due at the close of a day, each vendor's days in order; nothing if the day is closed. */
    public List<Due> due(LocalDate closingDay, int limit) {
        return days.enterClosing(BusinessDays.MAIN_CALENDAR, closingDay) ? store.due(closingDay, limit) : List.of();
    }

    /** Firms those days that are not firm yet; returns how many. */
    public int firm(LocalDate closingDay, List<Due> candidates) {
        if (!days.enterClosing(BusinessDays.MAIN_CALENDAR, closingDay)) {
            return 0;
        }
        List<Due> due = store.lock(candidates);
        Instant now = clock.instant();
        List<Firmed> firmed = store.sums(due).stream()
                .map(sum -> new Firmed(sum, UuidCreator.getTimeOrderedEpoch()))
                .toList();
        ledger.book(closingDay, firmed.stream().map(this::transfer).toList());
        store.insert(closingDay, firmed);
        store.markFirm(due, now);
        outbox.append(firmed.stream().map(f -> event(closingDay, f)).toList());
        return due.size();
    }

    /** Remembers that nothing is left that was due at the close of this day. */
    public void finish(LocalDate closingDay) {
        if (days.enterClosing(BusinessDays.MAIN_CALENDAR, closingDay)) {
            store.finish(closingDay, clock.instant());
        }
    }

    private Transfer transfer(Firmed firmed) {
        FirmingStore.Sum sum = firmed.sum();
        String owner = "vendor:" + sum.due().vendor();
        long from = ledger.find(owner, AccountRole.VENDOR_CONDITIONAL, sum.currency())
                .orElseThrow(() -> new IllegalStateException(
                        "Vendor " + sum.due().vendor() + " has payments in " + sum.currency() + " without an account"))
                .id();
        long to = ledger.open(owner, AccountRole.VENDOR_PAYABLE, sum.currency()).id();
        return new Transfer(firmed.transferId(), from, to, sum.amount(), sum.currency(), Cause.FIRMING);
    }

    private Event event(LocalDate closingDay, Firmed firmed) {
        FirmingStore.Sum sum = firmed.sum();
        return events.firm(new PaymentEvents.FirmDay(
                sum.due().vendorId(),
                sum.due().vendor(),
                sum.due().businessDate(),
                closingDay,
                new PaymentEvents.Sum(sum.payments(), sum.amount(), sum.currency())));
    }
}
