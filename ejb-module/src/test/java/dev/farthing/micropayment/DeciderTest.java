package dev.farthing.micropayment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.Transfer;
import dev.farthing.seed.Seed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a submission is refused for the first reason of {@link RefusalCode} that applies, and for no other; what is accepted
 * is affordable. Method: a purchase that would be accepted, with one flaw, with each pair of flaws and with seeded sets of
 * flaws; then seeded batches against a model that keeps one number for each account.
 */
class DeciderTest {
    /** What a {@link Decider} can refuse for: the codes before it are decided on the way to it. */
    private static final List<RefusalCode> DECIDED_HERE =
            List.copyOf(EnumSet.range(RefusalCode.VENDOR_NOT_ACTIVE, RefusalCode.CREDIT_LIMIT_REACHED));

    @Test
    void acceptsAPurchaseWithoutFlaw() {
        Purchase purchase = new Purchase(Set.of());
        Decided decided = purchase.decide();
        assertThat(decided.decision()).isEqualTo(purchase.acceptance());
        Transfer transfer = Objects.requireNonNull(decided.booking()).transfer();
        assertThat(transfer.debitAccount()).isEqualTo(Purchase.PAYER);
        assertThat(transfer.creditAccount()).isEqualTo(Purchase.PAYEE);
        assertThat(transfer.cause()).isEqualTo(Cause.MICROPAYMENT);
        assertThat(decided.outcome()).isEqualTo("ACCEPTED");
    }

    @ParameterizedTest
    @MethodSource("decidedHere")
    void refusesForItsOnlyFlaw(RefusalCode flaw) {
        assertThat(codeOf(new Purchase(Set.of(flaw)))).isEqualTo(flaw);
    }

    @Test
    void closesASubmissionThatIsAskedAboutBeforeItComes() {
        Decided decided =
                new Purchase(Set.of()).decider().decide(new InquireCommand(Purchase.origin("order-1", new UUID(0, 1))));

        assertThat(decided.decision()).isEqualTo(new Decision.Refused(RefusalCode.FENCED));
        assertThat(decided.booking()).isNull();
    }

    static List<RefusalCode> decidedHere() {
        return DECIDED_HERE;
    }

    /** A tab has no funds and a prepaid account no limit, so the last two never meet. */
    static Stream<List<RefusalCode>> pairs() {
        return IntStream.range(0, DECIDED_HERE.size()).boxed().flatMap(i -> IntStream.range(i + 1, DECIDED_HERE.size())
                .mapToObj(j -> List.of(DECIDED_HERE.get(i), DECIDED_HERE.get(j)))
                .filter(pair -> !pair.contains(RefusalCode.INSUFFICIENT_FUNDS)
                        || !pair.contains(RefusalCode.CREDIT_LIMIT_REACHED)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void tellsTheEarlierOfTwoFlaws(List<RefusalCode> pair) {
        assertThat(codeOf(new Purchase(Set.copyOf(pair)))).isEqualTo(pair.get(0));
    }

    @Test
    void tellsTheEarliestOfAnySetOfFlaws() {
        Random random = Seed.of(DeciderTest.class);
        for (int round = 0; round < 1_000; round++) {
            Set<RefusalCode> flaws = EnumSet.of(DECIDED_HERE.get(random.nextInt(DECIDED_HERE.size())));
            DECIDED_HERE.stream().filter(code -> random.nextInt(3) == 0).forEach(flaws::add);
            if (flaws.contains(RefusalCode.CREDIT_LIMIT_REACHED)) {
                flaws.remove(RefusalCode.INSUFFICIENT_FUNDS);
            }
            assertThat(codeOf(new Purchase(flaws))).isEqualTo(flaws.iterator().next());
        }
    }

    @Test
    void asksForNoPriceThatTheVendorDidNotName() {
        Purchase purchase = new Purchase(Set.of());
        assertThat(purchase.decider().decide(purchase.command(1, null)).accepted())
                .isNotNull();
    }

    @Test
    void doesNotTakeTheSameNumberInAnotherCurrencyForTheSamePrice() {
        Purchase purchase = new Purchase(Set.of());
        Decided decided = purchase.decider().decide(purchase.command(1, Purchase.guard(Purchase.PRICE, "EUR")));
        assertThat(decided.decision()).isEqualTo(new Decision.Refused(RefusalCode.NO_PRICE));
    }

    @Test
    void countsACapWithinTheBatchAndUpToItsLastUnit() {
        for (Caps.Kind kind : List.of(Caps.Kind.PER_DAY, Caps.Kind.PER_VENDOR, Caps.Kind.PER_RIGHTS)) {
            Purchase purchase = new Purchase(Set.of());
            Caps caps = new Caps(List.of(Purchase.cap(1, kind, Purchase.VENDOR_ID, 5 * Purchase.PRICE)), Purchase.DAY);
            Decider decider = purchase.decider(caps);
            assertThat(decider.decide(purchase.command(3, null)).outcome()).isEqualTo("ACCEPTED");
            assertThat(decider.decide(purchase.command(3, null)).outcome()).isEqualTo("CAP_" + kind);
            assertThat(decider.decide(purchase.command(2, null)).outcome()).isEqualTo("ACCEPTED");
            assertThat(decider.decide(purchase.command(1, null)).outcome()).isEqualTo("CAP_" + kind);
            assertThat(caps.changed()).hasSize(1);
            assertThat(caps.changed().get(0).used()).isEqualTo(5 * Purchase.PRICE);
        }
    }

    @Test
    void countsNothingAgainstACapForWhatIsRefusedLater() {
        Purchase purchase = new Purchase(Set.of(RefusalCode.INSUFFICIENT_FUNDS));
        assertThat(purchase.decide().outcome()).isEqualTo("INSUFFICIENT_FUNDS");
        Caps caps = new Caps(List.of(Purchase.cap(1, Caps.Kind.PER_DAY, null, 5 * Purchase.PRICE)), Purchase.DAY);
        Purchase rich = new Purchase(Set.of());
        rich.decider(caps).decide(rich.command(9, null));
        assertThat(caps.changed()).isEmpty();
    }

    @Test
    void acceptsTheLastUnitAndRefusesOneLess() {
        Purchase purchase = new Purchase(Set.of());
        PayCommand three = purchase.command(3, null);
        assertThat(purchase.decider(AccountStatus.OPEN, 3 * Purchase.PRICE)
                        .decide(three)
                        .outcome())
                .isEqualTo("ACCEPTED");
        assertThat(purchase.decider(AccountStatus.OPEN, 3 * Purchase.PRICE - 1)
                        .decide(three)
                        .outcome())
                .isEqualTo("INSUFFICIENT_FUNDS");
    }

    @Test
    void breaksTheBatchWhenTheVendorHasNoAccountToCredit() {
        Purchase purchase = new Purchase(Set.of());
        assertThatIllegalStateException()
                .isThrownBy(() -> purchase.withoutPayee().decide(purchase.command(1, null)));
    }

    @Test
    void spendsAnAccountDownOverABatchAndRefusesOnlyWhatItCannotPay() {
        Random random = Seed.of(DeciderTest.class);
        for (int round = 0; round < 300; round++) {
            Purchase purchase = new Purchase(Set.of());
            long there = random.nextLong(60 * Purchase.PRICE);
            Decider decider = purchase.decider(AccountStatus.OPEN, there);
            long left = there;
            List<String> outcomes = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                int quantity = 1 + random.nextInt(5);
                boolean poorOffer = random.nextInt(5) == 0;
                outcomes.add(decider.decide(purchase.command(quantity, poorOffer ? Purchase.guard(1, "USD") : null))
                        .outcome());
                boolean affordable = quantity * Purchase.PRICE <= left;
                left -= affordable && !poorOffer ? quantity * Purchase.PRICE : 0;
                expected.add(poorOffer ? "PRICE_CHANGED" : affordable ? "ACCEPTED" : "INSUFFICIENT_FUNDS");
            }
            assertThat(outcomes).isEqualTo(expected);
        }
    }

    private static RefusalCode codeOf(Purchase purchase) {
        Decision decision = purchase.decide().decision();
        assertThat(decision).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused) decision).code();
    }
}
