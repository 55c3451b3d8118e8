package dev.farthing.micropayment;

import dev.farthing.kit.message.Return;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.LiveAccount;
import dev.farthing.ledger.Transfer;
import dev.farthing.micropayment.Caps.Spending;
import dev.farthing.micropayment.Decided.Booking;
import dev.farthing.micropayment.Terms.ConsentTerms;
import dev.farthing.micropayment.Terms.Holding;
import dev.farthing.micropayment.Terms.Offer;
import dev.farthing.micropayment.Terms.VendorTerms;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides the commands of one batch, one after the other, on terms that are locked. Pure: an earlier acceptance leaves less
 * for a later one (of the account, the caps, the payment that is given back), and a refusal touches nobody else.
 */
final class Decider {
    private final Terms terms;
    private final Moment moment;
    private final LongSupplier statuses;

    /** When a batch decides. */
    record Moment(LocalDate businessDate, Instant now) {}

    /** @param statuses numbers that no entitlement has had */
    Decider(Terms terms, Moment moment, LongSupplier statuses) {
        this.terms = terms;
        this.moment = moment;
        this.statuses = statuses;
    }

    /** Decides what nobody has decided before: an inquiry that comes first closes its submission. */
    Decided decide(Command command) {
        if (command instanceof PayCommand pay) {
            return pay(pay);
        }
        return command instanceof ReturnCommand back ? giveBack(back) : Decided.refused(command, RefusalCode.FENCED);
    }

    /** The checks in the order of {@link RefusalCode}. */
    private Decided pay(PayCommand command) {
        VendorTerms vendor = terms.vendor(command);
        ConsentTerms consent = terms.consent(vendor, command.customer());
        RefusalCode refusal = refusal(vendor, consent);
        if (refusal != null) {
            return Decided.refused(command, refusal);
        }
        Offer offer = terms.offer(command);
        refusal = refusal(command, offer);
        return refusal != null
                ? Decided.refused(command, refusal)
                : pay(command, Objects.requireNonNull(consent), Objects.requireNonNull(offer));
    }

    private static @Nullable RefusalCode refusal(VendorTerms vendor, @Nullable ConsentTerms consent) {
        if (!vendor.active()) {
            return RefusalCode.VENDOR_NOT_ACTIVE;
        }
        if (consent == null) {
            return RefusalCode.UNKNOWN_CUSTOMER;
        }
        return consent.given() ? null : RefusalCode.NO_CONSENT;
    }

    private @Nullable RefusalCode refusal(PayCommand command, @Nullable Offer offer) {
        if (offer == null) {
            return RefusalCode.UNKNOWN_ITEM;
        }
        if (!offer.sale().isOpen(moment.now())) {
            return RefusalCode.ITEM_NOT_ON_SALE;
        }
        Long price = offer.prices().get(currency(command, offer));
        if (price == null) {
            return RefusalCode.NO_PRICE;
        }
        return command.guard() != null && command.guard().price() != price ? RefusalCode.PRICE_CHANGED : null;
    }

    private Decided pay(PayCommand command, ConsentTerms consent, Offer offer) {
        String currency = currency(command, offer);
        long price = Objects.requireNonNull(offer.prices().get(currency));
        VendorTerms vendor = terms.vendor(command);
        Spending spending = new Spending(
                consent.customerId(), vendor.id(), offer.rights().model(), currency, Math.multiplyExact(price, (long)
                        command.quantity()));
        RefusalCode refusal = terms.caps().refusal(spending);
        if (refusal != null) {
            return Decided.refused(command, refusal);
        }
        long payee = terms.conditional(vendor, currency);
        LiveAccount payer = terms.accounts().customers().get(new Holding(consent.accountOwner(), currency));
        refusal = take(payer, spending.amount(), consent.tab());
        if (refusal != null || payer == null) {
            return Decided.refused(command, refusal == null ? RefusalCode.ACCOUNT_NOT_OPEN : refusal);
        }
        terms.caps().spend(spending);
        return accepted(command, offer, spending, new Flow(payer.id(), payee));
    }

    private record Flow(long from, long to) {}

    private Decided accepted(PayCommand command, Offer offer, Spending spending, Flow flow) {
        Grant grant = new Grant(
                command.decisionId(),
                command.customer(),
                command.item(),
                command.quantity(),
                offer.rights(),
                moment.now());
        Transfer transfer = new Transfer(
                command.decisionId(),
                flow.from(),
                flow.to(),
                spending.amount(),
                spending.currency(),
                Cause.MICROPAYMENT);
        return new Decided(
                command,
                new Decision.Accepted(
                        grant, moment.businessDate(), spending.amount(), spending.currency(), statuses.getAsLong()),
                new Booking(spending.customerId(), transfer));
    }

    private static @Nullable RefusalCode take(@Nullable LiveAccount payer, long amount, boolean tab) {
        if (payer == null || !payer.takesMoney()) {
            return RefusalCode.ACCOUNT_NOT_OPEN;
        }
        if (!payer.isOpen()) {
            return RefusalCode.ACCOUNT_FROZEN;
        }
        if (payer.spend(amount)) {
            return null;
        }
        return tab ? RefusalCode.CREDIT_LIMIT_REACHED : RefusalCode.INSUFFICIENT_FUNDS;
    }

    private static String currency(PayCommand command, Offer offer) {
        return command.guard() == null ? offer.currency() : command.guard().currency();
    }

    /** The checks in the order of {@link RefusalCode}. */
    private Decided giveBack(ReturnCommand command) {
        Paid paid = terms.paid(command);
        if (paid == null) {
            return Decided.refused(
                    command, terms.isArchived(command) ? RefusalCode.PAYMENT_ARCHIVED : RefusalCode.UNKNOWN_PAYMENT);
        }
        RefusalCode refusal = refusal(command, paid);
        if (refusal != null) {
            return Decided.refused(command, refusal);
        }
        VendorTerms vendor = terms.vendor(command);
        ConsentTerms customer = terms.consent(vendor, paid.booked().grant().customer());
        if (customer == null) {
            throw new IllegalStateException("Payment " + paid.booked().grant().payment() + " is nobody's");
        }
        Holding holding = new Holding(customer.accountOwner(), paid.booked().currency());
        LiveAccount account = terms.accounts().customers().get(holding);
        if (account == null || !account.takesMoney()) {
            return Decided.refused(command, RefusalCode.ACCOUNT_CLOSED);
        }
        int quantity = quantity(command, paid);
        long amount = paid.amountOf(quantity);
        boolean refund = command.kind() == Return.Kind.REFUND;
        if (refund && !terms.payable(vendor, holding.currency()).take(amount)) {
            return Decided.refused(command, RefusalCode.PAYABLE_TOO_LOW);
        }
        if (!refund) {
            terms.caps()
                    .giveBack(
                            spending(customer, paid, amount),
                            paid.booked().businessDate(),
                            paid.booked().grant().from());
        }
        account.receive(amount);
        long from = refund
                ? terms.payable(vendor, holding.currency()).account()
                : terms.conditional(vendor, holding.currency());
        return returned(
                command, paid, quantity, new Booking(customer.customerId(), transfer(command, from, account, amount)));
    }

    private static @Nullable RefusalCode refusal(ReturnCommand command, Paid paid) {
        if (paid.isFirm() != (command.kind() == Return.Kind.REFUND)) {
            return paid.isFirm() ? RefusalCode.PAYMENT_FIRM : RefusalCode.PAYMENT_NOT_FIRM;
        }
        if (paid.left() == 0) {
            return RefusalCode.NOTHING_LEFT;
        }
        return quantity(command, paid) > paid.left() ? RefusalCode.QUANTITY_EXCEEDED : null;
    }

    private Decided returned(ReturnCommand command, Paid paid, int quantity, Booking booking) {
        boolean all = quantity == paid.left();
        Long status = all ? null : (Long) statuses.getAsLong();
        paid.take(quantity, status == null ? paid.status() : status);
        Decision.Returned returned = new Decision.Returned(
                command.decisionId(),
                moment.businessDate(),
                moment.now(),
                command.kind(),
                command.submission(),
                paid.booked().grant(),
                new Decision.Part(
                        quantity,
                        booking.transfer().amount(),
                        booking.transfer().currency()),
                paid.left(),
                status);
        return new Decided(command, returned, booking);
    }

    private static int quantity(ReturnCommand command, Paid paid) {
        return command.quantity() == null ? paid.left() : command.quantity();
    }

    private static Spending spending(ConsentTerms customer, Paid paid, long amount) {
        return new Spending(
                customer.customerId(),
                paid.booked().name().vendorId(),
                paid.booked().grant().rights().model(),
                paid.booked().currency(),
                amount);
    }

    private static Transfer transfer(ReturnCommand command, long from, LiveAccount to, long amount) {
        Cause cause = command.kind() == Return.Kind.REFUND ? Cause.REFUND : Cause.REVERSAL;
        return new Transfer(
                command.decisionId(), from, to.id(), amount, to.account().currency(), cause);
    }
}
