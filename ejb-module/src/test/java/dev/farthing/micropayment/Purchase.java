package dev.farthing.micropayment;

import dev.farthing.kit.message.PriceGuard;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.LiveAccount;
import dev.farthing.ledger.LiveAccounts;
import dev.farthing.micropayment.Decider.Decided;
import dev.farthing.micropayment.Terms.ConsentTerms;
import dev.farthing.micropayment.Terms.Holding;
import dev.farthing.micropayment.Terms.Named;
import dev.farthing.micropayment.Terms.Offer;
import dev.farthing.micropayment.Terms.VendorTerms;
import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A purchase that would be accepted, but for the flaws that it is given: each by the code that it is refused with.
 *
 * @param flaws empty for a purchase that is accepted
 */
record Purchase(Set<RefusalCode> flaws) {
    static final long PRICE = 250_000;
    static final long PAYER = 71;
    static final long PAYEE = 72;
    private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
    private static final long VENDOR_ID = 5;
    private static final UUID PAYMENT = new UUID(1, 2);

    Decided decide() {
        long price = has(RefusalCode.PRICE_CHANGED) ? PRICE + 1 : PRICE;
        return decider().decide(command(1, guard(price, "USD")));
    }

    Decision acceptance() {
        return new Decision.Accepted(PAYMENT, DAY, PRICE, "USD", "customer-7", "article-9", 1, "once");
    }

    PayCommand command(int quantity, @Nullable PriceGuard guard) {
        return new PayCommand("kiosk", "sub-1", "customer-7", "article-9", quantity, guard, "00", PAYMENT);
    }

    static PriceGuard guard(long price, String currency) {
        return new PriceGuard(price, currency);
    }

    Decider decider() {
        return decider(
                has(RefusalCode.ACCOUNT_NOT_OPEN) ? AccountStatus.FROZEN : AccountStatus.OPEN,
                has(RefusalCode.INSUFFICIENT_FUNDS) ? PRICE - 1 : PRICE);
    }

    Decider decider(AccountStatus status, long available) {
        return decider(
                LiveAccounts.holding(PAYER, "USD", status, available),
                Map.of(new Holding("vendor:kiosk", "USD"), PAYEE));
    }

    Decider withoutPayee() {
        return decider(LiveAccounts.holding(PAYER, "USD", AccountStatus.OPEN, PRICE), Map.of());
    }

    private Decider decider(LiveAccount payer, Map<Holding, Long> payees) {
        Terms terms = new Terms(
                Map.of("kiosk", new VendorTerms(VENDOR_ID, "kiosk", !has(RefusalCode.VENDOR_NOT_ACTIVE))),
                consents(),
                Map.of(named("article-9"), offer()),
                Map.of(new Holding("customer:anna", "USD"), payer),
                payees);
        return new Decider(terms, DAY);
    }

    private Map<Named, ConsentTerms> consents() {
        ConsentTerms consent = new ConsentTerms(named("customer-7"), 9, "anna", !has(RefusalCode.NO_CONSENT));
        return has(RefusalCode.UNKNOWN_CUSTOMER) ? Map.of() : Map.of(consent.name(), consent);
    }

    private Offer offer() {
        return new Offer(named("article-9"), PRICE, "USD", "once", !has(RefusalCode.ITEM_NOT_ON_SALE));
    }

    private boolean has(RefusalCode flaw) {
        return flaws.contains(flaw);
    }

    private static Named named(String name) {
        return new Named(VENDOR_ID, name);
    }
}
