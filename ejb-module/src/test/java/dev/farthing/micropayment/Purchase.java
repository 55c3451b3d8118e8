package dev.farthing.micropayment;

import dev.farthing.kit.message.PriceGuard;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.LiveAccount;
import dev.farthing.ledger.LiveAccounts;
import dev.farthing.micropayment.Caps.Cap;
import dev.farthing.micropayment.Decider.Moment;
import dev.farthing.micropayment.Terms.Accounts;
import dev.farthing.micropayment.Terms.ConsentTerms;
import dev.farthing.micropayment.Terms.Holding;
import dev.farthing.micropayment.Terms.Named;
import dev.farthing.micropayment.Terms.Offer;
import dev.farthing.micropayment.Terms.Sale;
import dev.farthing.micropayment.Terms.VendorTerms;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
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
    static final long FIRST_STATUS = 900;
    static final long VENDOR_ID = 5;
    static final long CUSTOMER_ID = 9;
    static final LocalDate DAY = LocalDate.of(2026, 3, 1);
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final Rights RIGHTS = new Rights(RightsModel.COUNT, 3, null, null, "three times");
    private static final UUID PAYMENT = new UUID(1, 2);

    Decided decide() {
        long price = has(RefusalCode.PRICE_CHANGED) ? PRICE + 1 : PRICE;
        return decider().decide(command(1, guard(price, "USD")));
    }

    Decision acceptance() {
        Grant grant = new Grant(PAYMENT, "customer-7", "article-9", 1, RIGHTS, NOW);
        return new Decision.Accepted(grant, DAY, PRICE, "USD", FIRST_STATUS);
    }

    PayCommand command(int quantity, @Nullable PriceGuard guard) {
        return new PayCommand(origin("sub-1", PAYMENT), "customer-7", "article-9", quantity, guard);
    }

    static Command.Origin origin(String submission, UUID id) {
        return new Command.Origin("kiosk", "kid-1", submission, "00", id);
    }

    static PriceGuard guard(long price, String currency) {
        return new PriceGuard(price, currency);
    }

    Decider decider() {
        AccountStatus status = has(RefusalCode.ACCOUNT_NOT_OPEN)
                ? AccountStatus.CLOSED
                : has(RefusalCode.ACCOUNT_FROZEN) ? AccountStatus.FROZEN : AccountStatus.OPEN;
        boolean poor = has(RefusalCode.INSUFFICIENT_FUNDS) || has(RefusalCode.CREDIT_LIMIT_REACHED);
        return decider(status, poor ? PRICE - 1 : PRICE);
    }

    Decider decider(AccountStatus status, long available) {
        return decider(LiveAccounts.holding(PAYER, "USD", status, available), caps(), true);
    }

    Decider withoutPayee() {
        return decider(LiveAccounts.holding(PAYER, "USD", AccountStatus.OPEN, PRICE), caps(), false);
    }

    Decider decider(Caps limits) {
        return decider(LiveAccounts.holding(PAYER, "USD", AccountStatus.OPEN, 1_000 * PRICE), limits, true);
    }

    private Decider decider(LiveAccount payer, Caps limits, boolean payee) {
        Terms terms = new Terms(
                Map.of("kiosk", new VendorTerms(VENDOR_ID, "kiosk", !has(RefusalCode.VENDOR_NOT_ACTIVE))),
                consents(),
                has(RefusalCode.UNKNOWN_ITEM) ? Map.of() : Map.of(named("article-9"), offer()),
                limits,
                new Accounts(
                        Map.of(new Holding("customer:anna", "USD"), payer),
                        payee ? Map.of(new Holding("vendor:kiosk", "USD"), PAYEE) : Map.of(),
                        Map.of()),
                Map.of(),
                Set.of());
        return new Decider(terms, new Moment(DAY, NOW), new AtomicLong(FIRST_STATUS)::getAndIncrement);
    }

    private Map<Named, ConsentTerms> consents() {
        ConsentTerms consent = new ConsentTerms(
                named("customer-7"),
                CUSTOMER_ID,
                "anna",
                !has(RefusalCode.NO_CONSENT),
                has(RefusalCode.CREDIT_LIMIT_REACHED));
        return has(RefusalCode.UNKNOWN_CUSTOMER) ? Map.of() : Map.of(consent.name(), consent);
    }

    private Offer offer() {
        Map<String, Long> prices = has(RefusalCode.NO_PRICE) ? Map.of() : Map.of("USD", PRICE);
        return new Offer(
                named("article-9"), new Sale(!has(RefusalCode.ITEM_NOT_ON_SALE), null, null), RIGHTS, "USD", prices);
    }

    /** A cap of each kind, with room for exactly this purchase unless it is the flaw. */
    private Caps caps() {
        List<Cap> caps = new ArrayList<>();
        long id = 1;
        for (Caps.Kind kind : Caps.Kind.values()) {
            RefusalCode flaw = RefusalCode.valueOf("CAP_" + kind.name());
            caps.add(cap(
                    id++, kind, kind == Caps.Kind.PER_VENDOR ? VENDOR_ID : null, has(flaw) ? PRICE - 1 : 99 * PRICE));
        }
        return new Caps(caps, DAY);
    }

    static Cap cap(long id, Caps.Kind kind, @Nullable Long vendorId, long most) {
        RightsModel model = kind == Caps.Kind.PER_RIGHTS ? RightsModel.COUNT : null;
        return new Cap(id, new Caps.Scope(CUSTOMER_ID, vendorId, kind, model, "USD"), most, Instant.EPOCH);
    }

    private boolean has(RefusalCode flaw) {
        return flaws.contains(flaw);
    }

    static Named named(String name) {
        return new Named(VENDOR_ID, name);
    }
}
