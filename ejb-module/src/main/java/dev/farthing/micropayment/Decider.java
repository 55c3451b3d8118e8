package dev.farthing.micropayment;

import dev.farthing.ledger.LiveAccount;
import dev.farthing.micropayment.Terms.ConsentTerms;
import dev.farthing.micropayment.Terms.Holding;
import dev.farthing.micropayment.Terms.Offer;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Decides the submissions of one batch, one after the other, on terms that are locked. Pure: an earlier acceptance
 * leaves less for a later one through {@link LiveAccount#spend}, and a refusal touches nobody else.
 */
final class Decider {
    private final Terms terms;
    private final LocalDate businessDate;

    Decider(Terms terms, LocalDate businessDate) {
        this.terms = terms;
        this.businessDate = businessDate;
    }

    /** Whose money goes where. */
    record Booking(long customerId, long payer, long payee) {}

    /** A command with what was decided; there is a booking if and only if it was accepted. */
    record Decided(
            Command command, Decision decision, @Nullable Booking booking) {
        static Decided refused(Command command, RefusalCode code) {
            return new Decided(command, new Decision.Refused(code), null);
        }

        Decision.@Nullable Accepted accepted() {
            return decision instanceof Decision.Accepted accepted ? accepted : null;
        }

        String outcome() {
            return decision instanceof Decision.Refused refused ? refused.code().name() : "ACCEPTED";
        }
    }

    /** Decides what nobody has decided before: an inquiry that comes first closes its submission. */
    Decided decide(Command command) {
        return command instanceof PayCommand pay ? pay(pay) : Decided.refused(command, RefusalCode.FENCED);
    }

    /** The checks in the order of {@link RefusalCode}. */
    private Decided pay(PayCommand command) {
        Terms.VendorTerms vendor = terms.vendor(command);
        if (!vendor.active()) {
            return Decided.refused(command, RefusalCode.VENDOR_NOT_ACTIVE);
        }
        ConsentTerms consent = terms.consent(command);
        if (consent == null) {
            return Decided.refused(command, RefusalCode.UNKNOWN_CUSTOMER);
        }
        if (!consent.given()) {
            return Decided.refused(command, RefusalCode.NO_CONSENT);
        }
        Offer offer = terms.offer(command);
        if (offer == null || !offer.onSale()) {
            return Decided.refused(command, RefusalCode.ITEM_NOT_ON_SALE);
        }
        if (isPriceChanged(command, offer)) {
            return Decided.refused(command, RefusalCode.PRICE_CHANGED);
        }
        return pay(command, consent, offer, payeeOf(vendor, offer));
    }

    private Decided pay(PayCommand command, ConsentTerms consent, Offer offer, long payee) {
        LiveAccount payer = terms.payers().get(new Holding(consent.accountOwner(), offer.currency()));
        if (payer == null || !payer.isOpen()) {
            return Decided.refused(command, RefusalCode.ACCOUNT_NOT_OPEN);
        }
        long amount = Math.multiplyExact(offer.price(), (long) command.quantity());
        if (!payer.spend(amount)) {
            return Decided.refused(command, RefusalCode.INSUFFICIENT_FUNDS);
        }
        Decision accepted = new Decision.Accepted(
                command.paymentId(),
                businessDate,
                amount,
                offer.currency(),
                command.customer(),
                command.item(),
                command.quantity(),
                offer.rights());
        return new Decided(command, accepted, new Booking(consent.customerId(), payer.id(), payee));
    }

    private static boolean isPriceChanged(PayCommand command, Offer offer) {
        return command.guard() != null
                && (command.guard().price() != offer.price()
                        || !command.guard().currency().equals(offer.currency()));
    }

    /** Publishing an item opens the vendor's account in its currency, so a missing one is a broken program. */
    private long payeeOf(Terms.VendorTerms vendor, Offer offer) {
        Long account = terms.payees().get(new Holding(vendor.accountOwner(), offer.currency()));
        if (account == null) {
            throw new IllegalStateException(
                    "Vendor " + vendor.code() + " sells in " + offer.currency() + " without an account in it");
        }
        return account;
    }
}
