package dev.farthing.micropayment;

import dev.farthing.party.Vendors;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's books as the vendor may see them: nothing of another vendor, and of customers only the identifiers that this
 * vendor knows them by. Amounts are in the ledger scale of their currency.
 */
@Stateless
public class VendorBooks {
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

    @Inject
    private Vendors vendors;

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
}
