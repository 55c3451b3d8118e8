package dev.farthing.settlement;

import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.Ledger;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** Books settlement's transfers, each with the record of what it is for. */
@Dependent
class Bookkeeping {
    @Inject
    private Ledger ledger;

    @Inject
    private BookingStore store;

    @Inject
    private Clock clock;

    /** All on the business date given, in the transaction of the caller, who has entered the gate. */
    void book(LocalDate businessDate, List<Booking> bookings) {
        ledger.book(businessDate, bookings.stream().map(Booking::transfer).toList());
        store.insert(bookings, clock.instant());
    }

    /** The number of one of the bank's own accounts. */
    long bank(AccountRole role, String currency) {
        return ledger.find("bank", role, currency)
                .map(Account::id)
                .orElseThrow(() -> new IllegalStateException("The bank has no account " + role + " in " + currency));
    }
}
