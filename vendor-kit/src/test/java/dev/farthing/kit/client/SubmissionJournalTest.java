package dev.farthing.kit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.farthing.kit.json.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what was asked is never forgotten before it is settled, however a process ends. Method: a folder of the test's own;
 * a crash is the file cut off at every byte.
 */
class SubmissionJournalTest {
    private static final String SERVER = "farthing";
    private static final String VENDOR = "kiosk";

    private final MovableClock clock = new MovableClock();

    @TempDir
    Path folder = Path.of("");

    @Test
    void remembersWhatIsUnsettledAndWhatBecameOfTheRest() throws Exception {
        try (SubmissionJournal journal = open()) {
            journal.ask("a", ask("song"));
            journal.ask("b", ask("article"));
            journal.ask("c", ask("film"));
            journal.settle("b", outcome("accepted"));
        }
        try (SubmissionJournal journal = open()) {
            assertThat(journal.unsettled())
                    .extracting(SubmissionJournal.Entry::submissionId)
                    .containsExactly("a", "c");
            assertThat(journal.unsettled().get(0).ask()).isEqualTo(ask("song"));
            assertThat(journal.unsettled().get(0).askedAt()).isEqualTo(clock.instant());
            assertThat(journal.settled("b"))
                    .extracting(SubmissionJournal.Settled::outcome)
                    .isEqualTo(outcome("accepted"));
            assertThat(journal.settled("a")).isNull();
        }
    }

    @Test
    void isReadByNobodyElse() throws Exception {
        Path inside = folder.resolve("home").resolve("journal");
        try (SubmissionJournal journal = SubmissionJournal.open(inside, SERVER, VENDOR, clock)) {
            journal.ask("a", ask("song"));
        }
        assertThat(Files.getPosixFilePermissions(inside)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(file(inside))).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void isWrittenByOneProcess() throws Exception {
        try (SubmissionJournal journal = open()) {
            assertThat(journal.unsettled()).isEmpty();
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("in use");
        }
        open().close();
    }

    @Test
    void isOfOneVendorAtOneServer() throws Exception {
        open().close();
        assertThatThrownBy(() -> SubmissionJournal.open(folder, SERVER, "bakery", clock))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("kiosk");
        assertThatThrownBy(() -> SubmissionJournal.open(folder, "farthing2", VENDOR, clock))
                .isInstanceOf(IOException.class);
        open().close();
    }

    @Test
    void losesNothingThatWasRecordedWhereverACrashCutsOffWhatCameAfter() throws Exception {
        long before;
        try (SubmissionJournal journal = open()) {
            journal.ask("a", ask("song"));
            before = Files.size(file(folder));
            journal.ask("b", ask("article"));
        }
        byte[] whole = Files.readAllBytes(file(folder));
        for (int length = (int) before; length < whole.length; length++) {
            Files.write(file(folder), java.util.Arrays.copyOf(whole, length));
            try (SubmissionJournal journal = open()) {
                assertThat(journal.unsettled())
                        .as("cut off at %d", length)
                        .extracting(SubmissionJournal.Entry::submissionId)
                        .containsExactly("a");
                journal.ask("c", ask("film"));
            }
            try (SubmissionJournal journal = open()) {
                assertThat(journal.unsettled())
                        .extracting(SubmissionJournal.Entry::submissionId)
                        .containsExactly("a", "c");
            }
        }
    }

    @Test
    void doesNotStartWithDamageInItsMiddle() throws Exception {
        try (SubmissionJournal journal = open()) {
            journal.ask("a", ask("song"));
            journal.ask("b", ask("article"));
        }
        byte[] whole = Files.readAllBytes(file(folder));
        for (int at : new int[] {3, whole.length / 2}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file(folder), damaged);
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("damaged");
        }
    }

    @Test
    void isWrittenAnewWithWhatIsStillNeededWhenItIsLong() throws Exception {
        try (SubmissionJournal journal = open()) {
            journal.ask("open", ask("song"));
            ObjectNode big = ask("x".repeat(200_000));
            for (int i = 0; i < 100; i++) {
                journal.ask("id-" + i, big);
                journal.settle("id-" + i, outcome("accepted"));
            }
        }
        assertThat(Files.size(file(folder))).isLessThan(SubmissionJournal.REWRITE_BYTES);
        try (SubmissionJournal journal = open()) {
            assertThat(journal.unsettled())
                    .extracting(SubmissionJournal.Entry::submissionId)
                    .containsExactly("open");
            assertThat(journal.settled("id-0")).isNotNull();
            assertThat(journal.settled("id-99")).isNotNull();
        }
    }

    @Test
    void doesNotTakeOneIdForTwoThings() throws Exception {
        try (SubmissionJournal journal = open()) {
            journal.ask("a", ask("song"));
            journal.ask("a", ask("song"));
            assertThatThrownBy(() -> journal.ask("a", ask("film"))).isInstanceOf(IllegalArgumentException.class);
            assertThat(journal.unsettled()).hasSize(1);
        }
    }

    @Test
    void takesNoMoreWhenTooMuchIsUnsettled() throws Exception {
        try (SubmissionJournal journal = open()) {
            askAtOnce(journal, SubmissionJournal.MAX_UNSETTLED, 0);
            assertThatThrownBy(() -> journal.ask("one-more", ask("song")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("settle them");
            journal.settle("id-0", outcome("refused"));
            journal.ask("one-more", ask("song"));
        }
    }

    @Test
    void keepsWhatManyThreadsRecordAtOnce() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Set<String> expected = new HashSet<>();
        try (SubmissionJournal journal = open()) {
            askAtOnce(journal, 2_000, seed);
            journal.unsettled().forEach(entry -> expected.add(entry.submissionId()));
        }
        try (SubmissionJournal journal = open()) {
            assertThat(journal.unsettled())
                    .extracting(SubmissionJournal.Entry::submissionId)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void dropsABatchOfWhichOnlyAPartReachedTheDisk() throws Exception {
        open().close();
        Files.writeString(file(folder), "0badf00d {\"records\":[{\"asked\":\"z\"}]}\n", StandardOpenOption.APPEND);
        try (SubmissionJournal journal = open()) {
            assertThat(journal.unsettled()).isEmpty();
        }
    }

    private void askAtOnce(SubmissionJournal journal, int count, long seed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String id = "id-" + i;
                boolean ends = seed != 0 && new Random(seed + i).nextBoolean();
                done.add(threads.submit(() -> {
                    journal.ask(id, ask("song"));
                    if (ends) {
                        journal.settle(id, outcome("accepted"));
                    }
                    return id;
                }));
            }
            for (Future<?> each : done) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private SubmissionJournal open() throws IOException {
        return SubmissionJournal.open(folder, SERVER, VENDOR, clock);
    }

    private static Path file(Path folder) {
        return folder.resolve("submissions.log");
    }

    private static ObjectNode ask(String item) {
        return StrictJson.newObject().put("op", "pay").put("item", item);
    }

    private static ObjectNode outcome(String outcome) {
        return StrictJson.newObject().put("outcome", outcome);
    }
}
