package dev.farthing.micropayment;

import dev.farthing.calendar.BusinessDays;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What payments, returns and firmings come to, by vendor and by customer's account: summed once for each business day, when
 * nothing can be added to it any more. Amounts are in the currency's ledger scale.
 */
@Stateless
public class PaymentTotals {
    /** How many, and how much in all. */
    public record Total(long count, long amount) {
        static final Total NONE = new Total(0, 0);
    }

    /** One vendor's days in one currency. */
    public record OfVendor(
            long vendorId, String currency, Total payments, Total reversals, Total refunds, Total firmed) {}

    /** One customer's account. */
    public record OfAccount(long account, Total payments, Total reversals, Total refunds) {}

    /** What came in for a customer from outside. */
    public record ToppedUp(long customerId, String currency, Total total) {}

    @Inject
    private BusinessDays days;

    @Inject
    private TotalStore store;

    @Inject
    private Clock clock;

    /**
     * Sums a day that is past its cut-off. Summing it again changes nothing.
     *
     * @throws dev.farthing.calendar.DayRefused if the day is not past its cut-off
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public void sumUp(LocalDate day) {
        if (days.isClosing(BusinessDays.MAIN_CALENDAR, day)) {
            store.sumUp(day, clock.instant());
        }
    }

    /**
     * Vendors' days, each vendor's from a day of its own through one that is summed; vendors without any are missing.
     *
     * @param from the first day, by vendor
     */
    public List<OfVendor> ofVendors(Map<Long, LocalDate> from, LocalDate through) {
        return from.isEmpty() ? List.of() : store.ofVendors(from, through);
    }

    /** A summed day of customers' accounts; accounts without payments and returns are missing. */
    public List<OfAccount> ofAccounts(Collection<Long> accounts, LocalDate day) {
        return accounts.isEmpty() ? List.of() : store.ofAccounts(accounts, day);
    }

    /**
     * How many payments were accepted on accounts since a day of each, not included, through one that is summed.
     *
     * @param since by account
     */
    public Map<Long, Long> paymentsSince(Map<Long, LocalDate> since, LocalDate through) {
        return since.isEmpty() ? Map.of() : store.paymentsSince(since, through);
    }

    /** Top-ups booked on a day, of these customers. */
    public List<ToppedUp> toppedUp(Collection<Long> customers, LocalDate day) {
        return customers.isEmpty() ? List.of() : store.toppedUp(customers, day);
    }
}
