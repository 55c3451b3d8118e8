package dev.farthing.micropayment;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.calendar.DayState;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountRole;
import dev.farthing.ledger.DayBalance;
import dev.farthing.ledger.Ledger;
import dev.farthing.micropayment.VendorBooksStore.Moved;
import dev.farthing.party.Vendor;
import dev.farthing.party.Vendors;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's books as the vendor may see them: nothing of another vendor, and of customers only the identifiers that this
 * vendor knows them by. Amounts are in the ledger scale of their currency.
 */
@Stateless
public class VendorBooks {
    private static final DayBalance NOTHING = new DayBalance(0, 0);

    /** What was agreed with the bank. */
    public record Contract(
            String vendor,
            String name,
            String status,
            String feePlan,
            int conditionalDays,
            @Nullable String payoutIban,
            @Nullable Integer requestLimit) {}

    /**
     * Which payments; null is any.
     *
     * @param from the first business date, {@code to} the last one
     * @param after the payment seen last; the page has older ones
     */
    public record Filter(
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String item,
            @Nullable String customer,
            @Nullable PaymentState state,
            @Nullable UUID after) {}

    /** An accepted payment, and how much of it was given back. */
    public record Entry(
            UUID payment,
            String submissionId,
            LocalDate businessDate,
            Instant decidedAt,
            String customer,
            String item,
            int quantity,
            long amount,
            String currency,
            PaymentState state,
            boolean firm,
            int returnedQuantity,
            long returnedAmount) {}

    /**
     * A reversal or refund of a payment.
     *
     * @param submissionId the vendor's, or null if the bank did it
     * @param remaining the quantity that was left afterwards
     */
    public record Return(
            UUID id,
            @Nullable String submissionId,
            String kind,
            LocalDate businessDate,
            Instant decidedAt,
            int quantity,
            long amount,
            int remaining,
            String reason) {}

    /** A payment with its returns, the oldest first. */
    public record Whole(Entry payment, List<Return> returns) {}

    /** How many, and how much in all. */
    public record Total(long count, long amount) {}

    /**
     * One currency of a closed day. Conditional: opening + payments − reversals − firmed = closing; payable: opening +
     * firmed − refunds = closing.
     */
    public record Line(
            String currency,
            DayBalance conditional,
            DayBalance payable,
            Total payments,
            Total reversals,
            Total refunds,
            Total firmed) {
        boolean addsUp() {
            return conditional.opening() + payments.amount() - reversals.amount() - firmed.amount()
                            == conditional.closing()
                    && payable.opening() + firmed.amount() - refunds.amount() == payable.closing();
        }
    }

    /** A closed day. */
    public record Statement(LocalDate date, List<Line> lines) {}

    @Inject
    private Vendors vendors;

    @Inject
    private BusinessDays days;

    @Inject
    private Ledger ledger;

    @Inject
    private VendorBooksStore store;

    /** @throws dev.farthing.party.PartyRefused if there is no such vendor; so do all others here */
    public Contract contract(String vendorCode) {
        return store.contract(vendors.get(vendorCode).id());
    }

    /** A page of accepted payments, the newest first. */
    public List<Entry> payments(String vendorCode, Filter filter, int limit) {
        return store.payments(vendors.get(vendorCode).id(), filter, limit);
    }

    /**
     * One accepted payment.
     *
     * @throws MicropaymentRefused if this vendor has no accepted payment of this submission id
     */
    public Whole payment(String vendorCode, String submissionId) {
        long vendor = vendors.get(vendorCode).id();
        return store.payment(vendor, submissionId)
                .map(payment -> new Whole(payment, store.returns(vendor, payment.payment())))
                .orElseThrow(() -> new MicropaymentRefused(
                        MicropaymentRefused.Kind.NOT_FOUND,
                        "There is no accepted payment of this submission id: inquire to learn what became of it"));
    }

    /** The closed days before the one given, the newest first. */
    public List<LocalDate> closedDays(LocalDate before, int limit) {
        return days.closedDays(BusinessDays.MAIN_CALENDAR, before, limit);
    }

    /**
     * The statement of a closed day. Its balances come from the ledger and its movements from the payments' own records; they
     * are compared before it is given out.
     *
     * @throws MicropaymentRefused if the day is not closed
     * @throws IllegalStateException if it does not add up: then the books are wrong, and nobody is told something else
     */
    public Statement statement(String vendorCode, LocalDate day) {
        Vendor vendor = vendors.get(vendorCode);
        if (days.state(BusinessDays.MAIN_CALENDAR, day).orElse(DayState.OPEN) != DayState.CLOSED) {
            throw new MicropaymentRefused(
                    MicropaymentRefused.Kind.NOT_FOUND,
                    day + " is not a closed business day: see the list of statements");
        }
        Map<String, Moved> moved = store.moved(vendor.id(), day);
        Map<String, DayBalance> conditional = new TreeMap<>();
        Map<String, DayBalance> payable = new TreeMap<>();
        for (Account account : ledger.accountsOf(vendor.accountOwner())) {
            Map<String, DayBalance> balances = account.role() == AccountRole.VENDOR_CONDITIONAL ? conditional : payable;
            balances.put(account.currency(), ledger.dayBalance(account.id(), day));
        }
        List<Line> lines = conditional.keySet().stream()
                .map(currency -> line(
                        currency,
                        conditional.getOrDefault(currency, NOTHING),
                        payable.getOrDefault(currency, NOTHING),
                        moved.getOrDefault(currency, Moved.NOTHING)))
                .toList();
        lines.stream().filter(line -> !line.addsUp()).findFirst().ifPresent(line -> {
            throw new IllegalStateException(
                    "The statement of " + vendorCode + " for " + day + " does not add up: " + line);
        });
        return new Statement(day, lines);
    }

    private static Line line(String currency, DayBalance conditional, DayBalance payable, Moved moved) {
        return new Line(
                currency, conditional, payable, moved.payments(), moved.reversals(), moved.refunds(), moved.firmed());
    }
}
