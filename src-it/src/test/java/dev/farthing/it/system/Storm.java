package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** As many threads as messages, let go at the same moment, at one node or at several; and what must come of it. */
final class Storm {
    private static final int BUYERS = 200;
    private static final int RESENDERS = 50;
    private static final long PRICE = 10_000;

    private final Random random;

    Storm(Random random) {
        this.random = random;
    }

    /** An account pays exactly as often as it affords, whoever comes first. */
    void spendDown(Town town, List<VendorDesk> desks) throws Exception {
        int affordable = 1 + random.nextInt(BUYERS - 1);
        long rest = random.nextInt((int) PRICE);
        Shopper shopper = town.shopper(affordable * PRICE + rest);
        String item = town.item(PRICE);

        List<Answer> answers = AtOnce.run(BUYERS, i -> {
            Order order = Order.of(shopper, item);
            VendorDesk desk = desks.get(i % desks.size());
            return () -> desk.settle(order);
        });

        Map<String, Integer> outcomes = outcomes(answers);
        Trial.say("%d buyers at %d nodes, %d affordable: %s", BUYERS, desks.size(), affordable, outcomes);
        assertThat(outcomes).isEqualTo(Map.of("accepted", affordable, "INSUFFICIENT_FUNDS", BUYERS - affordable));
        assertThat(town.balance(shopper)).isEqualTo(rest);
    }

    /** One submission is one payment, or one refusal, however often it is sent. */
    void sendManyTimes(Town town, List<VendorDesk> desks) throws Exception {
        Shopper shopper = town.shopper(10 * PRICE);
        Shopper poor = town.shopper(PRICE - 1);
        String item = town.item(PRICE);
        for (Order order : List.of(Order.of(shopper, item), Order.of(poor, item))) {
            List<Answer> answers =
                    AtOnce.run(RESENDERS, i -> () -> desks.get(i % desks.size()).settle(order));

            assertThat(answers.stream().map(Storm::decision).distinct()).hasSize(1);
            assertThat(Books.paymentsOf(town.server(), town.vendor(), order.id()))
                    .hasSize(1);
        }
        assertThat(town.balance(shopper)).isEqualTo(9 * PRICE);
        assertThat(town.balance(poor)).isEqualTo(PRICE - 1);
    }

    private static Map<String, Integer> outcomes(List<Answer> answers) {
        Map<String, Integer> outcomes = new TreeMap<>();
        for (Answer answer : answers) {
            String outcome = answer instanceof Refusal refusal ? refusal.code() : "accepted";
            outcomes.merge(outcome, 1, Integer::sum);
        }
        return outcomes;
    }

    /** Everything of an answer but what is its own. */
    private static Object decision(Answer answer) {
        return answer instanceof Confirmation confirmation ? confirmation.payment() : ((Refusal) answer).code();
    }
}
