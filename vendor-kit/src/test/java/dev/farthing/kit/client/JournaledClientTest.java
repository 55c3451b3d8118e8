package dev.farthing.kit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.farthing.kit.client.PlayedBank.Loss;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Inquiry;
import dev.farthing.kit.message.PriceGuard;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Returned;
import dev.farthing.kit.message.Submission;
import dev.farthing.kit.token.Entitlement;
import dev.farthing.kit.token.TokenRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: whatever is lost on the way, a vendor with a journal ends up knowing what was paid, and pays nothing twice. Method: a
 * bank that the test plays over real HTTP, which loses requests and answers when told.
 */
class JournaledClientTest {
    private static final Purchase PURCHASE = new Purchase("customer-7", "article-9", 2, new PriceGuard(500, "USD"));

    private final PlayedBank bank = new PlayedBank();

    @TempDir
    Path folder = Path.of("");

    @AfterEach
    void stop() {
        bank.close();
    }

    @Test
    void writesDownWhatItAsksBeforeItIsSentAndTheAnswerAfterwards() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            bank.peer.behave((submission, message) -> {
                assertThat(journal.unsettled())
                        .extracting(SubmissionJournal.Entry::submissionId)
                        .containsExactly("sub-1");
                assertThat(Files.readString(folder.resolve("submissions.log"))).contains("sub-1");
                return bank.peer.seal(
                        new Refusal(bank.peer.header(submission, message), "NO_CONSENT", "Ask for it.", false, "none"));
            });
            bank.client().with(journal).pay(PURCHASE, "sub-1");
            assertThat(journal.unsettled()).isEmpty();
            assertThat(journal.settled("sub-1"))
                    .extracting(
                            end -> end == null ? "" : end.outcome().path("code").asText())
                    .isEqualTo("NO_CONSENT");
        }
    }

    @Test
    void inquiresWhenTheAnswerIsLostAndHasThePayment() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            bank.lose(Loss.ANSWER);
            Answer answer = bank.client().with(journal).pay(PURCHASE, "sub-1");
            assertThat(answer).isInstanceOf(Confirmation.class);
            assertThat(bank.requests).hasSize(2);
            assertThat(bank.requests.get(1)).isInstanceOf(Inquiry.class);
            assertThat(bank.payments()).isEqualTo(1);
            assertThat(journal.unsettled()).isEmpty();
        }
    }

    @Test
    void inquiresWhenTheRequestIsLostAndKnowsThatItWillNeverBePaid() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            bank.lose(Loss.REQUEST);
            Answer answer = bank.client().with(journal).pay(PURCHASE, "sub-1");
            assertThat(answer).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.code())
                    .isEqualTo("FENCED"));
            assertThat(bank.payments()).isZero();
            assertThat(journal.unsettled()).isEmpty();
        }
    }

    @Test
    void sendsAgainInsteadOfInquiringWhenTheServerSaysThatItDecidedNothing() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            boolean[] busy = {true};
            bank.peer.behave((submission, message) -> {
                boolean now = busy[0];
                busy[0] = false;
                return now ? PeerServer.problem(503, "BUSY", null) : bank.peer.accept(submission, message);
            });
            Answer answer = bank.client().with(journal).pay(Purchase.one("customer-7", "article-9"), "sub-1");
            assertThat(answer).isInstanceOf(Confirmation.class);
            assertThat(bank.peer.received).hasSize(2);
        }
    }

    @Test
    void leavesOpenWhatItCannotFindOutAndSettlesItAtTheNextStart() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            FarthingClient client = bank.client().with(journal);
            bank.lose(Loss.ANSWER);
            client.pay(PURCHASE, "paid-and-known");
            bank.peer.behave((submission, message) -> {
                bank.fallSilent(true);
                return PeerServer.problem(500, "LOST", null);
            });
            assertThatThrownBy(() -> client.pay(PURCHASE, "sub-1")).isInstanceOf(UnknownOutcome.class);
            assertThat(client.settleOpen()).singleElement().satisfies(settlement -> assertThat(settlement.answer())
                    .isNull());
            assertThat(journal.unsettled()).hasSize(1);
        }
        bank.fallSilent(false);
        try (SubmissionJournal journal = bank.journal(folder)) {
            assertThat(bank.client().with(journal).settleOpen()).singleElement().satisfies(settlement -> {
                assertThat(settlement.entry().submissionId()).isEqualTo("sub-1");
                assertThat(settlement.answer()).isInstanceOf(Refusal.class);
            });
            assertThat(journal.unsettled()).isEmpty();
        }
        assertThat(bank.payments()).isEqualTo(1);
    }

    @Test
    void recordsNothingThatCanNeverBeAsked() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            FarthingClient client = bank.client().with(journal);
            Purchase none = new Purchase("customer-7", "article-9", 0, null);
            GiveBack nothing = new GiveBack(Return.Kind.REVERSAL, "sub-1", 0, "not as shown");
            assertThatThrownBy(() -> client.pay(PURCHASE, "../x")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.pay(none, "sub-1")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.giveBack(nothing, "back-1")).isInstanceOf(IllegalArgumentException.class);
            assertThat(journal.unsettled()).isEmpty();
            assertThat(Files.readString(folder.resolve("submissions.log"))).doesNotContain("asked");
        }
    }

    @Test
    void settlesTheOthersWhenOneCannotBe() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            for (String id : new String[] {"sub-1", "../x", "sub-2"}) {
                journal.ask(id, AskedFor.payment(PURCHASE));
                journal.stopAsking(id);
            }
            assertThat(bank.client().with(journal).settleOpen())
                    .extracting(settlement -> settlement.answer() != null, settlement -> settlement.failure() == null)
                    .containsExactly(tuple(true, true), tuple(false, false), tuple(true, true));
            assertThat(journal.unsettled())
                    .extracting(SubmissionJournal.Entry::submissionId)
                    .containsExactly("../x");
        }
    }

    @Test
    void doesNotInquireAboutWhatAnotherThreadIsAskingJustNow() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            FarthingClient client = bank.client().with(journal);
            bank.peer.behave((submission, message) -> {
                assertThat(client.settleOpen()).isEmpty();
                return bank.peer.accept(submission, message);
            });
            assertThat(client.pay(Purchase.one("customer-7", "article-9"), "sub-1"))
                    .isInstanceOf(Confirmation.class);
        }
    }

    @Test
    void sendsNothingThatItCannotWriteDown() throws Exception {
        SubmissionJournal journal = bank.journal(folder);
        journal.close();
        assertThatThrownBy(() -> bank.client().with(journal).pay(PURCHASE)).isInstanceOf(NotRecorded.class);
        assertThat(bank.requests).isEmpty();
    }

    /** Whatever becomes of a later attempt says nothing of the one before, which may be booked. */
    @Test
    void keepsOpenWhatWasOpenBeforeWhenALaterAttemptIsNotTaken() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            FarthingClient client = bank.client().with(journal);
            GiveBack back = GiveBack.reversal("paid", "not as shown");
            bank.peer.behave((submission, message) -> PeerServer.problem(503, "OUTCOME_UNKNOWN", null));
            bank.peer.behaveToOthers((request, message) -> PeerServer.problem(503, "OUTCOME_UNKNOWN", null));
            assertUnknown(client, back);
            for (PeerServer.Reply reply : List.of(
                    new PeerServer.Reply(404, "text/html", "<html>404</html>", null),
                    PeerServer.problem(400, "MESSAGE_NOT_ACCEPTED", null))) {
                bank.peer.behave((submission, message) -> reply);
                bank.peer.behaveToOthers((request, message) -> reply);
                assertUnknown(client, back);
            }
            bank.close();
            assertUnknown(client, back);
            assertThat(journal.unsettled())
                    .extracting(SubmissionJournal.Entry::submissionId)
                    .containsExactly("sub-1", "back-1", "sub-2", "sub-3");
        }
    }

    private static void assertUnknown(FarthingClient client, GiveBack back) {
        assertThatThrownBy(() -> client.pay(PURCHASE, "sub-1")).isInstanceOf(UnknownOutcome.class);
        assertThatThrownBy(() -> client.giveBack(back, "back-1")).isInstanceOf(UnknownOutcome.class);
        Map<String, Purchase> many = new TreeMap<>(Map.of("sub-2", PURCHASE, "sub-3", PURCHASE));
        assertThatThrownBy(() -> client.payAll("bulk-1", many, false)).isInstanceOf(UnknownOutcome.class);
    }

    @Test
    void closesWhatWasNeverSent() throws Exception {
        bank.close();
        try (SubmissionJournal journal = bank.journal(folder)) {
            assertThatThrownBy(() -> bank.client().with(journal).pay(PURCHASE, "sub-1"))
                    .isInstanceOf(NotSent.class);
            assertThat(journal.unsettled()).isEmpty();
        }
    }

    @Test
    void doesNotBelieveAConfirmationOfAnotherPurchase() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            FarthingClient client = bank.client().with(journal);
            for (Submission other : new Submission[] {
                submission("someone-else", "article-9", 2),
                submission("customer-7", "other", 2),
                submission("customer-7", "article-9", 1)
            }) {
                bank.peer.behave((submission, message) -> bank.peer.seal(new Confirmation(
                        bank.peer.header(submission, message), bank.peer.payment(other, "p-1"), "a.b.c")));
                assertThatThrownBy(() -> client.pay(new Purchase("customer-7", "article-9", 2, null)))
                        .isInstanceOf(AnswerNotBound.class)
                        .hasMessageContaining("something else");
            }
            bank.peer.behave((submission, message) -> bank.peer.seal(new Confirmation(
                    bank.peer.header(submission, message), bank.peer.payment(submission, "p-1"), "a.b.c")));
            assertThatThrownBy(() -> client.pay(new Purchase("customer-7", "article-9", 1, new PriceGuard(999, "USD"))))
                    .isInstanceOf(AnswerNotBound.class);
            assertThat(journal.unsettled()).hasSize(4);
        }
    }

    @Test
    void givesBackAndBelievesOnlyTheAnswerToThat() throws Exception {
        try (SubmissionJournal journal = bank.journal(folder)) {
            FarthingClient client = bank.client().with(journal);
            client.pay(PURCHASE, "sub-1");
            bank.lose(Loss.ANSWER);
            Answer answer = client.giveBack(GiveBack.reversal("sub-1", "not as shown"), "back-1");
            assertThat(answer).isInstanceOf(Returned.class);
            assertThat(bank.returns()).isEqualTo(1);

            bank.peer.behaveToOthers((request, message) -> otherReturn(request, message, "sub-9"));
            assertThatThrownBy(() -> client.giveBack(GiveBack.reversal("sub-1", "again")))
                    .isInstanceOf(AnswerNotBound.class);
            bank.peer.behaveToOthers((request, message) -> otherReturn(request, message, "sub-1"));
            assertThatThrownBy(() -> client.giveBack(GiveBack.refund("sub-1", "again")))
                    .isInstanceOf(AnswerNotBound.class);
        }
    }

    @Test
    void readsStatementsAndSeesWhatWasRevoked() throws Exception {
        FarthingClient client = bank.client();
        Statements statements = client.statements();
        Confirmation paid = (Confirmation) client.pay(PURCHASE, "sub-1");
        Entitlement entitlement = statements.entitlement(paid.entitlement());
        assertThat(entitlement.payment()).isEqualTo(paid.payment().id());
        assertThat(statements.isRevoked(entitlement)).isFalse();

        client.giveBack(GiveBack.reversal("sub-1", "not as shown"));
        assertThat(statements.isRevoked(entitlement))
                .as("within the list's time to live")
                .isFalse();
        statements.forgetListOf(entitlement);
        assertThat(statements.isRevoked(entitlement)).isTrue();

        assertThat(statements.ticket(bank.ticket("customer-7", "n-1"), "n-1").identifier())
                .isEqualTo("customer-7");
        assertThatThrownBy(() -> statements.ticket(bank.ticket("customer-7", "n-1"), "n-2"))
                .isInstanceOf(TokenRefused.class);
    }

    @Test
    void readsStatementsWithKeysThatWereFetchedBeforeWhenNobodyAnswers() throws Exception {
        byte[] keySet = Statements.keySet(bank.server(), bank.settings);
        Confirmation paid = (Confirmation) bank.client().pay(PURCHASE, "sub-1");
        String ticket = bank.ticket("customer-7", null);
        bank.close();
        Statements offline = Statements.offline(bank.server(), PeerServer.VENDOR, bank.settings, keySet);
        bank.clock.move(java.time.Duration.ofSeconds(30));
        assertThat(offline.entitlement(paid.entitlement()).item()).isEqualTo("article-9");
        assertThat(offline.ticket(ticket, null).identifier()).isEqualTo("customer-7");
        Statements others = Statements.offline(bank.server(), "bakery", bank.settings, keySet);
        assertThatThrownBy(() -> others.entitlement(paid.entitlement())).isInstanceOf(TokenRefused.class);
    }

    private PeerServer.Reply otherReturn(Request request, String message, String submission) {
        return bank.peer.seal(new Returned(
                bank.peer.header(request, message),
                new Returned.Booking(
                        dev.farthing.kit.message.Return.Kind.REVERSAL,
                        "r-1",
                        "p-1",
                        submission,
                        java.time.LocalDate.parse("2026-03-01"),
                        1,
                        new dev.farthing.kit.message.Amount(1, "USD", 6),
                        0),
                null));
    }

    private Submission submission(String customer, String item, int quantity) {
        return new Submission(
                new Request.Header(
                        PeerServer.VENDOR,
                        PeerServer.AUDIENCE,
                        bank.clock.instant(),
                        bank.clock.instant().plusSeconds(60),
                        "other"),
                customer,
                item,
                quantity,
                null);
    }
}
