package dev.farthing.kit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.kit.message.Amount;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Bulk;
import dev.farthing.kit.message.BulkAnswer;
import dev.farthing.kit.message.BulkAnswer.Outcome;
import dev.farthing.kit.message.Inquiry;
import dev.farthing.kit.message.PriceGuard;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Submission;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a bulk is sent until everything in it is decided, whatever is lost on the way; and what stays open is in the journal.
 * Method: a bank that the test plays over real HTTP, which decides a few purchases with each message.
 */
class BulkCallsTest {
    private final PlayedBank bank = new PlayedBank();
    private final Set<String> decided = new HashSet<>();
    private final List<Request> asked = new ArrayList<>();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void stop() {
        bank.close();
    }

    @Test
    void sendsOnceWhatIsDecidedAtOnceAndRemembersEach() throws Exception {
        play(1000);
        try (SubmissionJournal journal = bank.journal(folder)) {
            Answer answer = bank.client().with(journal).payAll("bulk-1", purchases(1000), false);
            assertThat(answer).isInstanceOfSatisfying(BulkAnswer.class, outcomes -> {
                assertThat(outcomes.isComplete()).isTrue();
                assertThat(outcomes.outcomes())
                        .extracting(Outcome::submission)
                        .containsExactlyElementsOf(purchases(1000).keySet());
            });
            assertThat(asked).hasSize(1);
            assertThat(journal.unsettled()).isEmpty();
            assertThat(settled(journal, "s7")).isEqualTo("accepted");
        }
        try (SubmissionJournal again = bank.journal(folder)) {
            assertThat(again.unsettled()).isEmpty();
            assertThat(settled(again, "s999")).isEqualTo("accepted");
        }
    }

    @Test
    void everyPurchaseIsOnDiskBeforeItIsSent() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            bank.peer.behaveToOthers((request, message) -> {
                assertThat(journal.unsettled()).hasSize(300);
                return bank.peer.seal(answer((Bulk) request, message, 300));
            });
            bank.client().with(journal).payAll("bulk-1", purchases(300), false);
            assertThat(journal.unsettled()).isEmpty();
        }
    }

    @Test
    void sendsAgainAsLongAsMoreIsDecided() throws Exception {
        play(1);
        Answer answer = bank.client().payAll("bulk-1", purchases(7), false);
        assertThat(((BulkAnswer) answer).isComplete()).isTrue();
        assertThat(asked).hasSize(7);
        assertThat(asked).extracting(Request::submissionId).containsOnly("bulk-1");
    }

    @Test
    void givesUpWhenNothingMoreIsDecidedAndLeavesTheRestOpen() throws Exception {
        bank.peer.behaveToOthers((request, message) -> {
            asked.add(request);
            return bank.peer.seal(
                    request instanceof Bulk bulk
                            ? outcomes(bulk, message, Set.of("s0", "s1"))
                            : new Refusal(bank.peer.header(request, message), "FENCED", "As played.", true, "none"));
        });
        try (SubmissionJournal journal = bank.journal(folder)) {
            FarthingClient client = bank.client().with(journal);
            Answer answer = client.payAll("bulk-1", purchases(4), false);
            assertThat(((BulkAnswer) answer).pending()).isEqualTo(2);
            assertThat(asked).hasSize(3);
            assertThat(journal.unsettled())
                    .extracting(SubmissionJournal.Entry::submissionId)
                    .containsExactlyInAnyOrder("s2", "s3");
            assertThat(client.settleOpen()).hasSize(2);
            assertThat(asked.subList(3, 5))
                    .allSatisfy(request -> assertThat(request).isInstanceOf(Inquiry.class));
            assertThat(journal.unsettled()).isEmpty();
        }
    }

    @Test
    void sendsTheSameAgainWhenAnAnswerIsLost() throws Exception {
        boolean[] lost = {true};
        bank.peer.behaveToOthers((request, message) -> {
            asked.add(request);
            Answer answer = answer((Bulk) request, message, 10);
            boolean now = lost[0];
            lost[0] = false;
            return now ? PeerServer.problem(500, "LOST", null) : bank.peer.seal(answer);
        });
        try (SubmissionJournal journal = bank.journal(folder)) {
            Answer answer = bank.client().with(journal).payAll("bulk-1", purchases(3), false);
            assertThat(((BulkAnswer) answer).accepted()).isEqualTo(3);
            assertThat(asked).hasSize(2).allSatisfy(request -> assertThat(request)
                    .isInstanceOf(Bulk.class));
            assertThat(journal.unsettled()).isEmpty();
        }
    }

    @Test
    void tellsWhatItKnowsWhenLaterAnswersDoNotCome() throws Exception {
        bank.peer.behaveToOthers((request, message) -> {
            asked.add(request);
            return asked.size() == 1
                    ? bank.peer.seal(answer((Bulk) request, message, 1))
                    : PeerServer.problem(500, "LOST", null);
        });
        Answer answer = bank.client().payAll("bulk-1", purchases(3), false);
        assertThat(((BulkAnswer) answer).accepted()).isEqualTo(1);
        assertThat(((BulkAnswer) answer).pending()).isEqualTo(2);
    }

    @Test
    void doesNotKnowAnythingWithoutAnyAnswerAndLeavesAllOpen() throws Exception {
        bank.peer.behaveToOthers((request, message) -> PeerServer.problem(500, "LOST", null));
        try (SubmissionJournal journal = bank.journal(folder)) {
            FarthingClient client = bank.client().with(journal);
            assertThatThrownBy(() -> client.payAll("bulk-1", purchases(3), false))
                    .isInstanceOfSatisfying(UnknownOutcome.class, unknown -> assertThat(unknown.submissionId())
                            .isEqualTo("bulk-1"));
            assertThat(journal.unsettled()).hasSize(3);
        }
    }

    @Test
    void closesWhatIsNewWhenTheWholeIsRefusedAndNothingElse() throws Exception {
        bank.peer.behaveToOthers((request, message) -> PeerServer.problem(500, "LOST", null));
        try (SubmissionJournal journal = bank.journal(folder)) {
            FarthingClient client = bank.client().with(journal);
            assertThatThrownBy(() -> client.payAll("bulk-1", purchases(2), false))
                    .isInstanceOf(UnknownOutcome.class);
            bank.peer.behaveToOthers((request, message) -> bank.peer.seal(
                    new Refusal(bank.peer.header(request, message), "CONFLICT", "As played.", true, "none")));
            assertThat(client.payAll("bulk-1", purchases(3), false)).isInstanceOf(Refusal.class);
            assertThat(journal.unsettled())
                    .extracting(SubmissionJournal.Entry::submissionId)
                    .containsExactlyInAnyOrder("s0", "s1");
            assertThat(settled(journal, "s2")).isEqualTo("refused");
        }
    }

    @Test
    void believesNoAnswerToOtherPurchases() {
        bank.peer.behaveToOthers((request, message) -> {
            Bulk bulk = (Bulk) request;
            List<Submission> other = new ArrayList<>(bulk.purchases());
            other.set(0, new Submission(bulk.header().of("other"), "c", "i", 1, null));
            return bank.peer.seal(answer(new Bulk(bulk.header(), other, false), message, 9));
        });
        assertThatThrownBy(() -> bank.client().payAll("bulk-1", purchases(3), false))
                .isInstanceOf(AnswerNotBound.class);
    }

    @Test
    void believesNoPriceThatWasNotShown() {
        play(9);
        Map<String, Purchase> guarded = new LinkedHashMap<>(purchases(2));
        guarded.put("s2", new Purchase("c", "i", 1, new PriceGuard(999, "USD")));
        assertThatThrownBy(() -> bank.client().payAll("bulk-1", guarded, false)).isInstanceOf(AnswerNotBound.class);
    }

    @Test
    void recordsNothingThatCanNeverBeAsked() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            FarthingClient client = bank.client().with(journal);
            assertThatThrownBy(() -> client.payAll("bulk-1", purchases(1001), false))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.payAll("bulk-1", purchases(101), true))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(journal.unsettled()).isEmpty();
        }
    }

    /** Decides so many more of a bulk with each message. */
    private void play(int each) {
        bank.peer.behaveToOthers((request, message) -> {
            asked.add(request);
            return bank.peer.seal(answer((Bulk) request, message, each));
        });
    }

    private synchronized BulkAnswer answer(Bulk bulk, String message, int more) {
        bulk.purchases().stream()
                .map(Submission::submissionId)
                .filter(id -> !decided.contains(id))
                .limit(more)
                .toList()
                .forEach(decided::add);
        return outcomes(bulk, message, decided);
    }

    private BulkAnswer outcomes(Bulk bulk, String message, Set<String> known) {
        List<Outcome> outcomes = bulk.purchases().stream()
                .map(Submission::submissionId)
                .map(id -> known.contains(id) ? paid(id) : new BulkAnswer.Pending(id))
                .toList();
        return new BulkAnswer(bank.peer.header(bulk, message), outcomes);
    }

    private static Outcome paid(String id) {
        return new BulkAnswer.Accepted(id, "p-" + id, LocalDate.parse("2026-03-01"), new Amount(1000, "USD", 6), null);
    }

    private static String settled(SubmissionJournal journal, String id) {
        SubmissionJournal.Settled end = journal.settled(id);
        return end == null ? "" : end.outcome().path("outcome").asText();
    }

    private static Map<String, Purchase> purchases(int count) {
        Map<String, Purchase> purchases = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            purchases.put("s" + i, Purchase.one("c", "i"));
        }
        return purchases;
    }
}
