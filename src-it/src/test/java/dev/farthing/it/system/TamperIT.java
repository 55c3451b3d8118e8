package dev.farthing.it.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.message.Confirmation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whoever alters a message learns nothing by it: every row of the tamper table has the same answer to the byte, leaves no
 * row behind, and takes the same time.
 *
 * <p>Times are measured over HTTP on a machine that does other things too, so single requests vary by more than any
 * difference in work. Hence the classes take turns, so that whatever else happens hits all alike; only medians are
 * compared, each with that of all classes; and a difference must show in each of three measurements to count, since a
 * leak stays and weather does not. With the equalising work taken out, classes differ by a quarter to a half; sound, by a
 * twentieth, also under load: the bound lies between. The kit's own tests count the operations exactly.
 */
@ExtendWith(SharedServer.class)
class TamperIT {
    private static final int ROUNDS = Trial.repetitions(200, 2000);
    private static final int WARM_UP_ROUNDS = 20;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int MEASUREMENTS = 3;
    private static final double LOWEST = 0.82;
    private static final double HIGHEST = 1.22;

    private final FarthingServer server;

    TamperIT(FarthingServer server) {
        this.server = server;
    }

    @AfterEach
    void booksAreBalanced() throws Exception {
        Books.assertBalanced(server);
    }

    @ParameterizedTest
    @EnumSource(KeyFamily.class)
    void everyAlteredMessageIsAnsweredAlikeAndLeavesNothing(KeyFamily family) throws Exception {
        Town town = new Town(server, family);
        VendorDesk desk = town.desk();
        Map<String, String> rows = new TamperTable(town, new Town(server, family), family).rows();
        Books.Rows before = Books.rows(server);

        Map<String, List<String>> answers = new LinkedHashMap<>();
        for (Map.Entry<String, String> row : rows.entrySet()) {
            String answer = desk.post(row.getValue()).observable();
            answers.computeIfAbsent(answer, key -> new ArrayList<>()).add(row.getKey());
        }

        Trial.say("%s: %d altered messages, %d different answers", family, rows.size(), answers.size());
        assertThat(answers).as("answers, and the rows that have them").hasSize(1);
        assertThat(answers.keySet()).allMatch(a -> a.startsWith("400 ") && a.contains("MESSAGE_NOT_ACCEPTED"));
        assertThat(Books.rows(server)).isEqualTo(before);
    }

    /** Else the table would be refused for a fault of the forge. */
    @ParameterizedTest
    @EnumSource(KeyFamily.class)
    void theSameMessageWithNothingAlteredIsAccepted(KeyFamily family) throws Exception {
        Town town = new Town(server, family);
        String message = new TamperTable(town, town, family).sound();

        assertThat(town.desk().open(town.desk().post(message).expect(200), message))
                .isInstanceOf(Confirmation.class);
    }

    @ParameterizedTest
    @EnumSource(KeyFamily.class)
    void everyClassOfFailureTakesTheSameTime(KeyFamily family) throws Exception {
        Town town = new Town(server, family);
        VendorDesk desk = town.desk();
        Map<String, String> classes = new TamperTable(town, new Town(server, family), family).classes();
        Map<String, Double> outliers = Map.of("not measured", 0.0);
        for (int i = 0; i < MEASUREMENTS && !outliers.isEmpty(); i++) {
            outliers = outliers(family, measure(desk, classes));
        }
        assertThat(outliers)
                .as("classes whose median is not that of all, in each of %d measurements", MEASUREMENTS)
                .isEmpty();
    }

    private static Map<String, List<Long>> measure(VendorDesk desk, Map<String, String> classes)
            throws InterruptedException {
        Map<String, List<Long>> times = new LinkedHashMap<>();
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            for (Map.Entry<String, String> each : classes.entrySet()) {
                long began = System.nanoTime();
                desk.post(each.getValue()).expect(400);
                long took = System.nanoTime() - began;
                if (round >= 0) {
                    times.computeIfAbsent(each.getKey(), key -> new ArrayList<>())
                            .add(took);
                }
            }
        }
        return times;
    }

    /** The classes that are too fast or too slow, with their part of the median of all. */
    private static Map<String, Double> outliers(KeyFamily family, Map<String, List<Long>> times) {
        double all = medianMillis(times.values().stream().flatMap(List::stream).toList());
        Trial.say("%s: median of all %.2f ms (%d rounds)", family, all, ROUNDS);
        Map<String, Double> outliers = new LinkedHashMap<>();
        times.forEach((name, values) -> {
            double part = medianMillis(values) / all;
            Trial.say("    %-22s %.2f ms", name, medianMillis(values));
            if (part < LOWEST || part > HIGHEST) {
                outliers.put(name, part);
            }
        });
        return outliers;
    }

    private static double medianMillis(List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2) / NANOS_PER_MILLI;
    }
}
