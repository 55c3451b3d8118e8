package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.it.system.Town.Shopper;
import dev.farthing.it.system.VendorDesk.Order;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many at once: an account never pays more than it holds nor less than it could, and one submission is one payment however
 * often and wherever it arrives. Method: as many threads as messages, let go at the same moment, at one node and then at
 * two on one database; afterwards no deadlock in the database's log, and the books in balance.
 */
@ExtendWith(SharedServer.class)
class StormIT {
    private static final int BUYERS = 200;
    private static final int RESENDERS = 50;
    private static final int ROUNDS = Trial.repetitions(1, 20);
    private static final long PRICE = 10_000;

    private final FarthingServer server;
    private final Random random = Trial.random("storm");

    StormIT(FarthingServer server) {
        this.server = server;
    }

    @AfterEach
    void booksAreBalancedAndNobodyDeadlocked() throws Exception {
        Books.assertBalanced(server);
        assertThat(server.databaseLog()).doesNotContain("deadlock detected");
    }

    @Test
    void anAccountIsSpentDownToWhatItAffords() throws Exception {
        Town town = new Town(server, KeyFamily.ED25519);
        for (int round = 0; round < ROUNDS; round++) {
            spendDown(town, List.of(town.desk()));
        }
    }

    @Test
    void oneSubmissionSentManyTimesAtOnceIsOnePayment() throws Exception {
        Town town = new Town(server, KeyFamily.P256);
        for (int round = 0; round < ROUNDS; round++) {
            sendManyTimes(town, List.of(town.desk()));
        }
    }

    @Test
    void twoNodesOnOneDatabaseKeepBothPromises() throws Exception {
        FarthingServer second = server.secondNode(Map.of());
        try {
            Town town = new Town(server, KeyFamily.ED25519);
            List<VendorDesk> desks = List.of(town.desk(), town.desk().at(second.http()));
            for (int round = 0; round < ROUNDS; round++) {
                spendDown(town, desks);
                sendManyTimes(town, desks);
            }
        } finally {
            second.down();
        }
    }

    private void spendDown(Town town, List<VendorDesk> desks) throws Exception {
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

    private static void sendManyTimes(Town town, List<VendorDesk> desks) throws Exception {
        Shopper shopper = town.shopper(10 * PRICE);
        Shopper poor = town.shopper(PRICE - 1);
        String item = town.item(PRICE);
        for (Order order : List.of(Order.of(shopper, item), Order.of(poor, item))) {
            List<Answer> answers =
                    AtOnce.run(RESENDERS, i -> () -> desks.get(i % desks.size()).settle(order));

            assertThat(answers.stream().map(StormIT::decision).distinct()).hasSize(1);
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
