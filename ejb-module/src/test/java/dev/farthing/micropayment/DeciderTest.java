package dev.farthing.micropayment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.farthing.ledger.AccountStatus;
import dev.farthing.micropayment.Decider.Decided;
import dev.farthing.seed.Seed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: a submission is refused for the first reason of {@link RefusalCode} that applies, and for no other; what is accepted
 * is affordable. Method: a purchase that would be accepted, with one flaw, with each pair of flaws and with seeded sets of
 * flaws; then seeded batches against a model that keeps one number for each account.
 */
class DeciderTest {
    /** What a {@link Decider} can refuse for: the codes before it are decided on the way to it. */
    private static final List<RefusalCode> DECIDED_HERE =
            List.copyOf(EnumSet.range(RefusalCode.VENDOR_NOT_ACTIVE, RefusalCode.INSUFFICIENT_FUNDS));

    @Test
    void acceptsAPurchaseWithoutFlaw() {
        Purchase purchase = new Purchase(Set.of());
        Decided decided = purchase.decide();
        assertThat(decided.decision()).isEqualTo(purchase.acceptance());
        Decider.Booking booking = Objects.requireNonNull(decided.booking());
        assertThat(booking.payer()).isEqualTo(Purchase.PAYER);
        assertThat(booking.payee()).isEqualTo(Purchase.PAYEE);
        assertThat(decided.outcome()).isEqualTo("ACCEPTED");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"INVALID_SUBMISSION", "FENCED", "CONFLICT"})
    void refusesForItsOnlyFlaw(RefusalCode flaw) {
        assertThat(codeOf(new Purchase(Set.of(flaw)))).isEqualTo(flaw);
    }

    @Test
    void closesASubmissionThatIsAskedAboutBeforeItComes() {
        Decider decider =
                new Decider(new Terms(Map.of(), Map.of(), Map.of(), Map.of(), Map.of()), LocalDate.of(2026, 1, 2));

        Decided decided = decider.decide(new InquireCommand("vendor", "order-1", new UUID(0, 1)));

        assertThat(decided.decision()).isEqualTo(new Decision.Refused(RefusalCode.FENCED));
        assertThat(decided.booking()).isNull();
    }

    static Stream<List<RefusalCode>> pairs() {
        return IntStream.range(0, DECIDED_HERE.size()).boxed().flatMap(i -> IntStream.range(i + 1, DECIDED_HERE.size())
                .mapToObj(j -> List.of(DECIDED_HERE.get(i), DECIDED_HERE.get(j))));
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
        assertThat(decided.decision()).isEqualTo(new Decision.Refused(RefusalCode.PRICE_CHANGED));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OPEN")
    void refusesAnAccountThatIsNotOpen(AccountStatus status) {
        Purchase purchase = new Purchase(Set.of());
        Decider decider = purchase.decider(status, Purchase.PRICE);
        assertThat(decider.decide(purchase.command(1, null)).outcome()).isEqualTo("ACCOUNT_NOT_OPEN");
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
