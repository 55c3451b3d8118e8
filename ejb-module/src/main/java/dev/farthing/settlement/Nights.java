package dev.farthing.settlement;

import dev.farthing.ledger.Ledger;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;

/** What nights came to: the figures, read back from what was stored, and the proof that they stand on books in balance. */
@Stateless
public class Nights {
    @Inject
    private NightStore store;

    @Inject
    private NightBatch batch;

    @Inject
    private BankFileStore files;

    @Inject
    private Ledger ledger;

    /** A day's night as far as it is. */
    public Night of(LocalDate day) {
        return store.night(day, files.ofDay(day));
    }

    /**
     * Counts the day anew and keeps what it came to. Counting again changes nothing that is kept.
     *
     * @return true if every currency adds up to nothing
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public boolean prove(LocalDate day) {
        return batch.keep(day, ledger.dayTotals(day));
    }

    /** Ranges of the numbers of parties, about as many of them in each: what a step divides its work by. */
    public List<Range> vendorRanges(int parts) {
        return store.ranges("vendor", parts);
    }

    /** As {@link #vendorRanges}. */
    public List<Range> customerRanges(int parts) {
        return store.ranges("customer", parts);
    }

    /** Numbers behind {@code after} up to {@code last}. */
    public record Range(long after, long last) {}
}
