package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.envelope.KeyFamily;
import java.util.List;
import java.util.Map;
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
    private static final int ROUNDS = Trial.repetitions(1, 20);

    private final FarthingServer server;
    private final Storm storm = new Storm(Trial.random("storm"));

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
            storm.spendDown(town, List.of(town.desk()));
        }
    }

    @Test
    void oneSubmissionSentManyTimesAtOnceIsOnePayment() throws Exception {
        Town town = new Town(server, KeyFamily.P256);
        for (int round = 0; round < ROUNDS; round++) {
            storm.sendManyTimes(town, List.of(town.desk()));
        }
    }

    @Test
    void twoNodesOnOneDatabaseKeepBothPromises() throws Exception {
        FarthingServer second = server.secondNode(Map.of());
        try {
            Town town = new Town(server, KeyFamily.ED25519);
            List<VendorDesk> desks = List.of(town.desk(), town.desk().at(second.http()));
            for (int round = 0; round < ROUNDS; round++) {
                storm.spendDown(town, desks);
                storm.sendManyTimes(town, desks);
            }
        } finally {
            second.down();
        }
    }
}
