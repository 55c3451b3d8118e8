package dev.farthing.micropayment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.micropayment.ItemCheck.Asked;
import dev.farthing.micropayment.ItemCheck.AskedPrice;
import dev.farthing.seed.Seed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Goal: prices at which purchases were made stay as they were, and all others become what is asked for. Method: times as
 * whole seconds around a fixed now, and random histories against what must never happen.
 */
class PricePlanTest {
    private static final long NOW = 1_000;

    private final Complaints complaints = new Complaints();

    @Test
    void aFirstPriceIsInEffectFromNowOn() {
        PricePlan plan = plan(List.of(), asked("USD", null, 5L));
        assertThat(plan.puts()).containsExactly(price("USD", NOW, 5L));
        assertThat(plan.standing()).containsExactly(price("USD", NOW, 5L));
    }

    @Test
    void theSamePriceAgainChangesNothing() {
        List<Price> stored = List.of(price("USD", 10, 5L), price("USD", 2_000, 6L));
        assertThat(plan(stored, asked("USD", null, 5L), asked("USD", 2_000L, 6L))
                        .changesNothing())
                .isTrue();
        assertThat(plan(stored, asked("USD", 10L, 5L), asked("USD", 2_000L, 6L)).changesNothing())
                .isTrue();
    }

    @Test
    void anotherPriceFromNowOnLeavesTheOldOneBeforeIt() {
        PricePlan plan = plan(List.of(price("USD", 10, 5L)), asked("USD", null, 7L));
        assertThat(plan.puts()).containsExactly(price("USD", NOW, 7L));
        assertThat(plan.removals()).isEmpty();
    }

    @Test
    void aPriceToComeIsReplacedOrTakenBack() {
        List<Price> stored = List.of(price("USD", 10, 5L), price("USD", 2_000, 6L), price("USD", 3_000, 7L));
        PricePlan plan = plan(stored, asked("USD", null, 5L), asked("USD", 2_000L, 9L));
        assertThat(plan.puts()).containsExactly(price("USD", 2_000, 9L));
        assertThat(plan.removals()).containsExactly(price("USD", 3_000, 7L));
        assertThat(plan.standing()).containsExactly(price("USD", 10, 5L), price("USD", 2_000, 9L));
    }

    @Test
    void thePastIsNotChangedAndNotAdded() {
        plan(List.of(price("USD", 10, 5L)), asked("USD", 10L, 6L));
        plan(List.of(), asked("USD", 10L, 6L));
        plan(List.of(), asked("USD", NOW, 6L));
        assertThat(complaints.byRow()).extracting(Complaint::column).containsOnly("prices[0].from");
        assertThat(complaints.byRow()).hasSize(3);
    }

    @Test
    void aCurrencyThatIsNotNamedEndsNow() {
        List<Price> stored = List.of(price("USD", 10, 5L), price("EUR", 10, 4L));
        PricePlan plan = plan(stored, asked("USD", null, 5L));
        assertThat(plan.puts()).containsExactly(price("EUR", NOW, null));
        assertThat(plan.standing()).containsExactly(price("USD", 10, 5L));
    }

    @Test
    void aCurrencyOfWhichOnlyTheFutureIsNamedGoesOnUntilThen() {
        PricePlan plan = plan(List.of(price("USD", 10, 5L)), asked("USD", 2_000L, 6L));
        assertThat(plan.puts()).containsExactly(price("USD", 2_000, 6L));
        assertThat(plan.standing()).containsExactly(price("USD", 10, 5L), price("USD", 2_000, 6L));
    }

    @Test
    void twoPricesFromTheSameTimeAreRefused() {
        plan(List.of(), asked("USD", null, 5L), asked("USD", null, 6L));
        assertThat(complaints.byRow()).hasSize(1);
    }

    @Test
    void aClockThatIsBehindPutsTheNewPriceRightAfterTheLast() {
        Instant now = Instant.ofEpochSecond(NOW);
        PricePlan plan =
                PricePlan.of(item(List.of(asked("USD", null, 7L))), List.of(price("USD", NOW, 5L)), now, complaints);
        assertThat(plan.puts()).containsExactly(new Price("USD", now.plusNanos(1_000), 7L));
    }

    /** Whatever is asked for: no price of the past differs afterwards, and what stands asked for again changes nothing. */
    @Test
    void keepsThePastAndIsSettledAfterOneTurn() {
        Random random = Seed.of(getClass());
        for (int round = 0; round < 2_000; round++) {
            TreeMap<String, Price> stored = new TreeMap<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                Price price = random(random);
                stored.put(price.currency() + price.from(), price);
            }
            List<AskedPrice> wanted = new ArrayList<>();
            wanted.add(asked("USD", null, 1L + random.nextInt(3)));
            for (int i = random.nextInt(4); i > 0; i--) {
                Price price = random(random);
                wanted.add(asked(price.currency(), price.from().getEpochSecond(), price.value()));
            }
            Complaints found = new Complaints();
            List<Price> before = List.copyOf(stored.values());
            PricePlan plan = PricePlan.of(item(wanted), before, Instant.ofEpochSecond(NOW), found);
            if (found.isEmpty()) {
                List<Price> after = applied(before, plan);
                assertThat(after)
                        .containsAll(before.stream()
                                .filter(p -> p.from().getEpochSecond() <= NOW)
                                .toList());
                List<AskedPrice> again = plan.standing().stream()
                        .map(p -> new AskedPrice(1, 0, p.currency(), p.from(), p.value()))
                        .toList();
                Instant later = Instant.ofEpochSecond(NOW).plusNanos(2_000);
                assertThat(PricePlan.of(item(again), after, later, found).changesNothing())
                        .as("%s then %s", before, wanted)
                        .isTrue();
            }
        }
    }

    private static List<Price> applied(List<Price> before, PricePlan plan) {
        List<Price> after = new ArrayList<>(before);
        after.removeAll(plan.removals());
        plan.puts()
                .forEach(put -> after.removeIf(
                        p -> p.currency().equals(put.currency()) && p.from().equals(put.from())));
        after.addAll(plan.puts());
        return after;
    }

    private static Price random(Random random) {
        long from = random.nextBoolean() ? 10L * (1 + random.nextInt(3)) : NOW + 10L * (1 + random.nextInt(3));
        return price(
                random.nextBoolean() ? "USD" : "EUR", from, random.nextInt(4) == 0 ? null : 1L + random.nextInt(3));
    }

    private PricePlan plan(List<Price> stored, AskedPrice... prices) {
        return PricePlan.of(item(List.of(prices)), stored, Instant.ofEpochSecond(NOW), complaints);
    }

    private static Asked item(List<AskedPrice> prices) {
        ItemDraft draft = new ItemDraft(
                ItemDraft.Form.JSON,
                1,
                "a",
                "An item",
                "USD",
                List.of(),
                new ItemDraft.RightsDraft("ONCE", "", "", "", "x"),
                "true",
                "",
                "");
        Rights rights = new Rights(RightsModel.ONCE, null, null, null, "x");
        return new Asked(draft, new Listing("a", "An item", "USD", List.of(), rights, true, null, null), prices);
    }

    private static AskedPrice asked(String currency, @Nullable Long from, @Nullable Long value) {
        return new AskedPrice(1, 0, currency, from == null ? null : Instant.ofEpochSecond(from), value);
    }

    private static Price price(String currency, long from, @Nullable Long value) {
        return new Price(currency, Instant.ofEpochSecond(from), value);
    }
}
