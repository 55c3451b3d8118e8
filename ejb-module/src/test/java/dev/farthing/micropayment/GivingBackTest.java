package dev.farthing.micropayment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.message.Return.Kind;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.LiveAccount;
import dev.farthing.ledger.LiveAccounts;
import dev.farthing.ledger.Transfer;
import dev.farthing.micropayment.Decider.Moment;
import dev.farthing.micropayment.Terms.Accounts;
import dev.farthing.micropayment.Terms.ConsentTerms;
import dev.farthing.micropayment.Terms.Holding;
import dev.farthing.micropayment.Terms.Payable;
import dev.farthing.micropayment.Terms.VendorTerms;
import dev.farthing.seed.Seed;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a reversal or refund is refused for the first reason of {@link RefusalCode} that applies, and gives back neither more
 * nor less than was paid. Method: a return that would be accepted, with one flaw and with each pair; seeded rows of returns of
 * one payment.
 */
class GivingBackTest {
    private static final long PAYABLE = 73;
    private static final int QUANTITY = 10;
    private static final UUID PAYMENT = new UUID(3, 4);

    /** What both kinds may be refused for; which of the two firm ones it is depends on the kind. */
    private static final List<RefusalCode> OF_REFUNDS = List.copyOf(
            EnumSet.complementOf(EnumSet.range(RefusalCode.INVALID_SUBMISSION, RefusalCode.CREDIT_LIMIT_REACHED)));

    static Stream<List<RefusalCode>> pairs() {
        List<RefusalCode> codes = OF_REFUNDS.stream()
                .filter(code -> code != RefusalCode.PAYMENT_FIRM)
                .toList();
        return IntStream.range(0, codes.size()).boxed().flatMap(i -> IntStream.range(i + 1, codes.size())
                .mapToObj(j -> List.of(codes.get(i), codes.get(j))));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tellsTheEarlierOfTwoFlawsOfARefund(List<RefusalCode> pair) {
        assertThat(of(Kind.REFUND, Set.copyOf(pair)).outcome())
                .isEqualTo(pair.get(0).name());
        assertThat(of(Kind.REFUND, Set.of(pair.get(1))).outcome())
                .isEqualTo(pair.get(1).name());
    }

    @Test
    void tellsThatAPaymentIsFirmBeforeWhatIsLeftOfIt() {
        assertThat(of(Kind.REVERSAL, Set.of(RefusalCode.PAYMENT_FIRM)).outcome())
                .isEqualTo("PAYMENT_FIRM");
        assertThat(of(Kind.REVERSAL, Set.of(RefusalCode.PAYMENT_FIRM, RefusalCode.NOTHING_LEFT))
                        .outcome())
                .isEqualTo("PAYMENT_FIRM");
        assertThat(of(Kind.REVERSAL, Set.of(RefusalCode.PAYMENT_FIRM, RefusalCode.UNKNOWN_PAYMENT))
                        .outcome())
                .isEqualTo("UNKNOWN_PAYMENT");
    }

    @Test
    void reversesOutOfWhatTheVendorHasOnConditionAndRefundsOutOfWhatItIsOwed() {
        Transfer reversal = transfer(of(Kind.REVERSAL, Set.of()));
        assertThat(reversal.debitAccount()).isEqualTo(Purchase.PAYEE);
        assertThat(reversal.creditAccount()).isEqualTo(Purchase.PAYER);
        assertThat(reversal.cause()).isEqualTo(Cause.REVERSAL);
        assertThat(reversal.amount()).isEqualTo(QUANTITY * Purchase.PRICE);
        Transfer refund = transfer(of(Kind.REFUND, Set.of()));
        assertThat(refund.debitAccount()).isEqualTo(PAYABLE);
        assertThat(refund.creditAccount()).isEqualTo(Purchase.PAYER);
        assertThat(refund.cause()).isEqualTo(Cause.REFUND);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void givesBackToAFrozenAccount(Kind kind) {
        Town town = new Town(kind, Set.of(), AccountStatus.FROZEN);
        assertThat(town.decide(null).outcome()).isEqualTo("ACCEPTED");
    }

    @Test
    void givesEveryRestAnEntitlementOfItsOwnAndRevokesTheOneBefore() {
        Town town = new Town(Kind.REVERSAL, Set.of(), AccountStatus.OPEN);
        Decision.Returned first = Objects.requireNonNull(town.decide(4).returned());
        assertThat(first.remaining()).isEqualTo(6);
        assertThat(first.status()).isEqualTo(Purchase.FIRST_STATUS);
        Decision.Returned last = Objects.requireNonNull(town.decide(null).returned());
        assertThat(last.part().quantity()).isEqualTo(6);
        assertThat(last.remaining()).isZero();
        assertThat(last.status()).isNull();
        assertThat(town.paid.revoked()).containsExactly(1L, Purchase.FIRST_STATUS);
        assertThat(town.decide(1).outcome()).isEqualTo("NOTHING_LEFT");
    }

    @Test
    void givesBackToTheCapsWithAReversalAndNotWithARefund() {
        for (Kind kind : Kind.values()) {
            Caps.Cap cap = Purchase.cap(1, Caps.Kind.PER_VENDOR, Purchase.VENDOR_ID, 99 * Purchase.PRICE)
                    .used(QUANTITY * Purchase.PRICE, Purchase.DAY);
            Town town = new Town(kind, Set.of(), AccountStatus.OPEN, new Caps(List.of(cap), Purchase.DAY));
            town.decide(4);
            long back = kind == Kind.REVERSAL ? 4 * Purchase.PRICE : 0;
            assertThat(cap.used()).isEqualTo(QUANTITY * Purchase.PRICE - back);
        }
    }

    @Test
    void neverGivesBackMoreThanWasPaidNorMoreThanTheVendorIsOwed() {
        Random random = Seed.of(GivingBackTest.class);
        for (int round = 0; round < 500; round++) {
            Kind kind = random.nextBoolean() ? Kind.REVERSAL : Kind.REFUND;
            Town town = new Town(kind, Set.of(), AccountStatus.OPEN);
            int left = QUANTITY;
            long given = 0;
            for (int i = 0; i < 8; i++) {
                Integer quantity = random.nextInt(6) == 0 ? null : (Integer) (1 + random.nextInt(5));
                Decided decided = town.decide(quantity);
                int asked = quantity == null ? left : quantity;
                String expected = left == 0 ? "NOTHING_LEFT" : asked > left ? "QUANTITY_EXCEEDED" : "ACCEPTED";
                assertThat(decided.outcome()).isEqualTo(expected);
                if (decided.returned() != null) {
                    left -= asked;
                    given += transfer(decided).amount();
                }
            }
            assertThat(given).isEqualTo((QUANTITY - left) * Purchase.PRICE).isEqualTo(town.paid.returnedAmount());
            assertThat(town.account.available()).isEqualTo(given);
        }
    }

    private static Decided of(Kind kind, Set<RefusalCode> flaws) {
        AccountStatus status = flaws.contains(RefusalCode.ACCOUNT_CLOSED) ? AccountStatus.CLOSED : AccountStatus.OPEN;
        Town town = new Town(kind, flaws, status);
        return town.decide(flaws.contains(RefusalCode.QUANTITY_EXCEEDED) ? (Integer) (QUANTITY + 1) : null);
    }

    private static Transfer transfer(Decided decided) {
        return Objects.requireNonNull(decided.booking()).transfer();
    }

    /** One vendor, one customer, one payment. */
    private static final class Town {
        private final Kind kind;
        private final Paid paid;
        private final LiveAccount account;
        private final Decider decider;

        Town(Kind kind, Set<RefusalCode> flaws, AccountStatus status) {
            this(kind, flaws, status, Caps.NONE);
        }

        Town(Kind kind, Set<RefusalCode> flaws, AccountStatus status, Caps caps) {
            this.kind = kind;
            boolean firm = kind == Kind.REFUND
                    ? !flaws.contains(RefusalCode.PAYMENT_NOT_FIRM)
                    : flaws.contains(RefusalCode.PAYMENT_FIRM);
            int returned = flaws.contains(RefusalCode.NOTHING_LEFT) ? QUANTITY : 0;
            paid = new Paid(
                    new Paid.Booked(
                            Purchase.named("sub-1"),
                            new Grant(PAYMENT, "customer-7", "article-9", QUANTITY, Purchase.RIGHTS, Purchase.NOW),
                            Purchase.DAY,
                            QUANTITY * Purchase.PRICE,
                            "USD",
                            1),
                    firm,
                    returned,
                    returned * Purchase.PRICE,
                    1);
            account = LiveAccounts.holding(Purchase.PAYER, "USD", status, 0);
            long owed = flaws.contains(RefusalCode.PAYABLE_TOO_LOW) ? Purchase.PRICE - 1 : QUANTITY * Purchase.PRICE;
            Holding vendors = new Holding("vendor:kiosk", "USD");
            boolean unknown =
                    flaws.contains(RefusalCode.UNKNOWN_PAYMENT) || flaws.contains(RefusalCode.PAYMENT_ARCHIVED);
            Terms terms = new Terms(
                    Map.of("kiosk", new VendorTerms(Purchase.VENDOR_ID, "kiosk", false)),
                    Map.of(
                            Purchase.named("customer-7"),
                            new ConsentTerms(Purchase.named("customer-7"), Purchase.CUSTOMER_ID, "anna", false, false)),
                    Map.of(),
                    caps,
                    new Accounts(
                            Map.of(new Holding("customer:anna", "USD"), account),
                            Map.of(vendors, Purchase.PAYEE),
                            Map.of(vendors, new Payable(PAYABLE, owed))),
                    unknown ? Map.of() : Map.of(Purchase.named("sub-1"), paid),
                    flaws.contains(RefusalCode.PAYMENT_ARCHIVED) ? Set.of(Purchase.named("sub-1")) : Set.of());
            decider = new Decider(
                    terms,
                    new Moment(Purchase.DAY, Purchase.NOW),
                    new AtomicLong(Purchase.FIRST_STATUS)::getAndIncrement);
        }

        Decided decide(@Nullable Integer quantity) {
            UUID id = UUID.randomUUID();
            return decider.decide(
                    new ReturnCommand(Purchase.origin("back-" + id, id), kind, "sub-1", quantity, "torn", null));
        }
    }
}
