package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.it.system.Village.Item;
import dev.farthing.it.system.Village.Stall;
import dev.farthing.it.system.Village.Villager;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Returned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The days' trade of a {@link Village}: purchases, replays, conflicts, reversals and top-ups drawn at random, decided by the
 * {@link Bookkeeper} first and then sent to the server, which must decide the same. What one customer does is sent in its order,
 * several customers at a time; refunds come after, since what a vendor can refund depends on the refunds before.
 */
final class MarketDay {
    private static final int THREADS = 8;
    private static final int LEAST_ACTS = 60;
    private static final int MORE_ACTS = 91;
    private static final int LEAST_REFUNDS = 4;
    private static final int MORE_REFUNDS = 12;
    private static final int HUNDRED = 100;
    private static final int SOME_UNITS = 9;
    private static final int MANY_UNITS = 1000;
    private static final long MOST_TOP_UP = 3_000_000;

    /** Something that somebody does, and what must come of it. */
    private record Act(String what, String wanted, Callable<String> doing) {}

    private final Village village;
    private final OperatorClient operator;
    private final Random random;
    private final Bookkeeper book;
    private final Map<Stall, List<Sale>> sales = new LinkedHashMap<>();
    private final Map<Villager, List<Sale>> sent = new HashMap<>();
    private final Map<String, String> payments = new ConcurrentHashMap<>();
    private final Map<String, Integer> seen = new ConcurrentHashMap<>();

    MarketDay(Village village, OperatorClient operator, Random random, Bookkeeper book) {
        this.village = village;
        this.operator = operator;
        this.random = random;
        this.book = book;
        village.stalls().forEach(stall -> sales.put(stall, new ArrayList<>()));
        village.villagers().forEach(villager -> sent.put(villager, new ArrayList<>()));
    }

    /** One day's trade. */
    void trade() throws Exception {
        List<List<Act>> lines = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            lines.add(new ArrayList<>());
        }
        int acts = LEAST_ACTS + random.nextInt(MORE_ACTS);
        for (int i = 0; i < acts; i++) {
            int number = random.nextInt(village.villagers().size());
            lines.get(number % THREADS).add(act(village.villagers().get(number)));
        }
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtOnce.run(THREADS, i -> () -> perform(lines.get(i), wrong));
        List<Act> refunds = new ArrayList<>();
        int count = LEAST_REFUNDS + random.nextInt(MORE_REFUNDS);
        for (int i = 0; i < count; i++) {
            Stall stall = one(village.stalls());
            List<Sale> refundable = salesOf(stall).stream()
                    .filter(sale -> sale.isFirm() || random.nextInt(HUNDRED) < 2)
                    .toList();
            if (!refundable.isEmpty()) {
                refunds.add(giveBack(stall, one(refundable), Return.Kind.REFUND));
            }
        }
        perform(refunds, wrong);
        assertThat(wrong)
                .as("decided otherwise than reckoned on %s", book.today())
                .isEmpty();
    }

    /** What came of all acts so far: how many of each. */
    Map<String, Integer> seen() {
        return seen;
    }

    private List<Sale> salesOf(Stall stall) {
        return Objects.requireNonNull(sales.get(stall));
    }

    private List<Sale> sentBy(Villager villager) {
        return Objects.requireNonNull(sent.get(villager));
    }

    private String perform(List<Act> acts, Queue<String> wrong) throws Exception {
        for (Act act : acts) {
            String came = act.doing().call();
            if (!came.equals(act.wanted())) {
                wrong.add(act.what() + ": " + came + ", not " + act.wanted());
            }
            seen.merge(came.split(" ", 2)[0], 1, Integer::sum);
        }
        return "done";
    }

    private Act act(Villager villager) {
        List<Sale> before = sentBy(villager);
        int chance = random.nextInt(HUNDRED);
        if (chance < 70 || before.isEmpty()) {
            return buy(villager, one(village.stalls()));
        }
        if (chance < 78) {
            return again(one(before));
        }
        if (chance < 80) {
            Sale sale = one(before);
            Stall stall = stall(sale);
            return pay(
                    "another under a used id", stall, sale.order().times(sale.quantity() % MANY_UNITS + 1), "CONFLICT");
        }
        if (chance < 95) {
            Sale sale = before.get(before.size() - 1 - random.nextInt(Math.min(before.size(), 6)));
            return salesOf(stall(sale)).contains(sale)
                    ? giveBack(stall(sale), sale, Return.Kind.REVERSAL)
                    : again(sale);
        }
        return topUp(villager);
    }

    private Act buy(Villager villager, Stall stall) {
        Item item = one(stall.items());
        int units = random.nextInt(HUNDRED) < 4 ? MANY_UNITS : 1 + random.nextInt(SOME_UNITS);
        Order order = new Order(
                Town.fresh("order"), String.valueOf(villager.identifiers().get(stall)), item.code(), units, null);
        int chance = random.nextInt(HUNDRED);
        if (chance < 10) {
            order = order.guarded(chance < 3 ? item.price() + 1 : item.price());
        }
        Sale sale = new Sale(stall.sheet(), villager.sheet(), order, item.price(), book.today());
        String wanted = book.pay(sale);
        sentBy(villager).add(sale);
        if (wanted.startsWith("paid")) {
            salesOf(stall).add(sale);
        }
        return pay("a purchase of " + units + " at " + item.price(), stall, order, wanted);
    }

    private Act again(Sale sale) {
        return pay("a replay", stall(sale), sale.order(), book.decided(sale.order()));
    }

    private Act pay(String what, Stall stall, Order order, String wanted) {
        return new Act(
                what + " (" + order.id() + ")", wanted, () -> came(stall.desk().pay(order)));
    }

    private Act giveBack(Stall stall, Sale sale, Return.Kind kind) {
        @Nullable Integer units = random.nextInt(HUNDRED) < 40
                ? null
                : (Integer) (1 + random.nextInt(Math.min(sale.left() + 1, MANY_UNITS)));
        String id = sale.order().id();
        return new Act(
                kind + " of " + units + " of " + id,
                book.giveBack(sale, kind, units),
                () -> came(stall.desk().giveBack(kind, id, units)));
    }

    private Act topUp(Villager villager) {
        long amount = 1 + random.nextLong(MOST_TOP_UP);
        String code = villager.sheet().code();
        book.topUp(villager.sheet(), amount);
        return new Act("a top-up of " + code, "toppedUp", () -> {
            operator.topUp(code, amount, Town.fresh("top-up")).expect(201);
            return "toppedUp";
        });
    }

    private String came(Answer answer) {
        if (answer instanceof Confirmation confirmation) {
            String payment = confirmation.payment().id();
            String before = payments.putIfAbsent(confirmation.header().submissionId(), payment);
            return before == null || before.equals(payment)
                    ? "paid " + confirmation.payment().amount().value()
                    : "paid twice, as " + before + " and " + payment;
        }
        return answer instanceof Returned returned
                ? "returned " + returned.booking().amount().value()
                : ((Refusal) answer).code();
    }

    private Stall stall(Sale sale) {
        return village.stalls().stream()
                .filter(stall -> stall.sheet() == sale.vendor())
                .findFirst()
                .orElseThrow();
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
