package dev.farthing.kit.client;

import static dev.farthing.kit.client.PeerServer.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.farthing.kit.client.PeerServer.Reply;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Submission;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Goal: the client believes only the server's answer to its own message, and when none comes it asks again until it knows or
 * says that it does not. Method: a server that the test plays over real HTTP; a clock that is moved; pauses that are written
 * down instead of waited for.
 */
class FarthingClientTest {
    private static final Patience PATIENCE =
            new Patience(Duration.ofMillis(5_000), 3, Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final Purchase PURCHASE = Purchase.one("customer-7", "article-9");

    private static final Reply NOBODY = new Reply(404, "text/html", "<html>404 - Not Found</html>", null);

    private final MovableClock clock = new MovableClock();
    private final List<Duration> pauses = new ArrayList<>();
    private final ClientSettings settings =
            new ClientSettings(HttpClient.newHttpClient(), clock, new SecureRandom(), PATIENCE, pauses::add);
    private VendorKeys keys = VendorKeys.generate(KeyFamily.ED25519, new SecureRandom());
    private PeerServer peer = server(KeyFamily.ED25519);
    private FarthingClient client = client(settings);

    @BeforeEach
    void vendorIsEnrolled() {
        peer.know(keys);
    }

    @AfterEach
    void stop() {
        peer.close();
    }

    @ParameterizedTest
    @EnumSource
    void enrolsAndPays(KeyFamily family) throws Exception {
        peer.close();
        peer = server(family);
        keys = VendorKeys.generate(family, new SecureRandom());
        Enrolled enrolled = FarthingClient.enrol(peer.address("http"), "code-1", keys, settings);
        assertThat(enrolled.vendor()).isEqualTo(PeerServer.VENDOR);
        assertThat(enrolled.signingKid()).isEqualTo(keys.signing().kid());

        Answer answer = client(settings).pay(PURCHASE);

        assertThat(answer).isInstanceOf(Confirmation.class);
        Submission received = peer.received.get(0);
        assertThat(received.submissionId()).isEqualTo(answer.submissionId());
        assertThat(received.item()).isEqualTo("article-9");
        assertThat(pauses).isEmpty();
    }

    @Test
    void saysWhyAnEnrolmentWasRefused() {
        assertThatThrownBy(() -> FarthingClient.enrol(peer.address("http"), "code-2", keys, settings))
                .isInstanceOf(Rejected.class)
                .hasMessageContaining("403 ENROLMENT_REFUSED");
    }

    @Test
    void refusesAnAnswerToAnotherSubmission() {
        refusesAnswer(h ->
                new Answer.Header(h.server(), h.vendor(), "another", h.requestHash(), h.issuedAt(), h.expiresAt()));
        refusesAnswer(
                h -> new Answer.Header(h.server(), h.vendor(), null, h.requestHash(), h.issuedAt(), h.expiresAt()));
    }

    @Test
    void refusesAnAnswerToAnotherMessage() {
        refusesAnswer(h -> new Answer.Header(
                h.server(), h.vendor(), h.submissionId(), "A".repeat(43), h.issuedAt(), h.expiresAt()));
    }

    @Test
    void refusesAnAnswerOfAnotherServer() {
        refusesAnswer(h -> new Answer.Header(
                "farthing2", h.vendor(), h.submissionId(), h.requestHash(), h.issuedAt(), h.expiresAt()));
    }

    @Test
    void refusesAnAnswerToAnotherVendor() {
        refusesAnswer(h -> new Answer.Header(
                h.server(), "bakery", h.submissionId(), h.requestHash(), h.issuedAt(), h.expiresAt()));
    }

    @Test
    void refusesAnAnswerFromYesterday() {
        refusesAnswer(h -> new Answer.Header(
                h.server(),
                h.vendor(),
                h.submissionId(),
                h.requestHash(),
                h.issuedAt().minusSeconds(86_400),
                h.expiresAt().minusSeconds(86_400)));
    }

    @Test
    void refusesAnAnswerUnderAKeyThatTheServerDoesNotHave() {
        SigningKey stranger = SigningKey.generate(KeyFamily.ED25519, new SecureRandom());
        peer.behave((submission, message) -> peer.seal(
                new Confirmation(
                        peer.header(submission, message), peer.payment(submission, "p-1"), PeerServer.ENTITLEMENT),
                stranger));
        assertThatThrownBy(() -> client.pay(PURCHASE)).isInstanceOf(AnswerNotBound.class);
    }

    @Test
    void refusesAnAnswerThatIsNotSealed() {
        peer.behave((submission, message) -> new Reply(
                200,
                "application/json",
                new String(
                        new Confirmation(
                                        peer.header(submission, message),
                                        peer.payment(submission, "p-1"),
                                        PeerServer.ENTITLEMENT)
                                .toJson(),
                        java.nio.charset.StandardCharsets.UTF_8),
                null));
        assertThatThrownBy(() -> client.pay(PURCHASE)).isInstanceOf(AnswerNotBound.class);
    }

    @Test
    void refusesTheAnswerToAnEarlierSealingOfTheSameSubmission() throws Exception {
        List<Reply> replies = new ArrayList<>();
        peer.behave((submission, message) -> {
            replies.add(peer.accept(submission, message));
            return replies.get(0);
        });
        assertThat(client.pay(PURCHASE, "sub-1")).isInstanceOf(Confirmation.class);
        assertThatThrownBy(() -> client.pay(PURCHASE, "sub-1"))
                .isInstanceOf(AnswerNotBound.class)
                .hasMessageContaining("another message");
    }

    @Test
    void handsOverARefusal() throws Exception {
        peer.behave((submission, message) ->
                peer.seal(new Refusal(peer.header(submission, message), "NO_CONSENT", "Ask for it.", false, "none")));
        assertThat(client.pay(PURCHASE)).isInstanceOfSatisfying(Refusal.class, refusal -> assertThat(refusal.code())
                .isEqualTo("NO_CONSENT"));
    }

    @Test
    void sendsTheSameSubmissionAgainSealedAnewWhenTheServerIsBusy() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        peer.behave((submission, message) -> switch (calls.incrementAndGet()) {
            case 1 -> problem(503, "BUSY", null);
            case 2 -> problem(503, "BUSY", "3");
            default -> peer.accept(submission, message);
        });

        Answer answer = client.pay(PURCHASE, "sub-1");

        assertThat(answer).isInstanceOf(Confirmation.class);
        assertThat(peer.received).extracting(Submission::submissionId).containsExactly("sub-1", "sub-1", "sub-1");
        assertThat(peer.messages).doesNotHaveDuplicates();
        assertThat(pauses).containsExactly(Duration.ofMillis(200), Duration.ofSeconds(3));
    }

    @Test
    void saysThatTheOutcomeIsUnknownAfterTheLastAttempt() {
        peer.behave((submission, message) -> problem(503, "BUSY", null));
        UnknownOutcome unknown = catchThrowableOfType(UnknownOutcome.class, () -> client.pay(PURCHASE, "sub-1"));
        assertThat(unknown.submissionId()).isEqualTo("sub-1");
        assertThat(peer.received).hasSize(3);
        assertThat(pauses).containsExactly(Duration.ofMillis(200), Duration.ofMillis(400));
    }

    @Test
    void sendsAgainWhenNobodyIsThereToTakeIt() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        peer.behave((submission, message) -> calls.incrementAndGet() == 1 ? NOBODY : peer.accept(submission, message));
        assertThat(client.pay(PURCHASE, "sub-1")).isInstanceOf(Confirmation.class);
        assertThat(peer.received).extracting(Submission::submissionId).containsExactly("sub-1", "sub-1");
    }

    @Test
    void saysThatNobodyTookItAfterTheLastAttempt() {
        for (Reply reply : List.of(
                NOBODY,
                new Reply(404, "text/plain", "", null),
                new Reply(404, "application/json", "{\"code\":\"NO_BACKEND\"}", null),
                new Reply(404, "application/problem+json", "{\"code\":404}", null))) {
            peer.received.clear();
            peer.behave((submission, message) -> reply);
            assertThatThrownBy(() -> client.pay(PURCHASE, "sub-1"))
                    .isInstanceOf(NotSent.class)
                    .hasMessageContaining("nobody took it");
            assertThat(peer.received).hasSize(3);
        }
    }

    @Test
    void takesFarthingsOwnNotFoundForFinal() {
        peer.behave((submission, message) -> problem(404, "NOT_FOUND", null));
        assertThatThrownBy(() -> client.pay(PURCHASE, "sub-1")).isInstanceOf(Rejected.class);
        assertThat(peer.received).hasSize(1);
    }

    @Test
    void knowsNotWhatBecameOfAnAttemptBeforeThoseThatNobodyTook() {
        AtomicInteger calls = new AtomicInteger();
        peer.behave((submission, message) -> calls.incrementAndGet() == 1 ? problem(503, "BUSY", null) : NOBODY);
        assertThatThrownBy(() -> client.pay(PURCHASE, "sub-1")).isInstanceOf(UnknownOutcome.class);
        assertThat(peer.received).hasSize(3);
    }

    @Test
    void givesUpWhenTheServerAsksForMorePatienceThanThereIs() {
        peer.behave((submission, message) -> problem(503, "BUSY", "3600"));
        assertThatThrownBy(() -> client.pay(PURCHASE)).isInstanceOf(UnknownOutcome.class);
        assertThat(peer.received).hasSize(1);
    }

    @Test
    void takesATimeOutForAnUnknownOutcomeAndSendsAgain() throws Exception {
        Patience short_ = new Patience(Duration.ofMillis(700), 2, Duration.ofMillis(1), Duration.ofSeconds(1));
        client = client(settings.withPatience(short_));
        CountDownLatch over = new CountDownLatch(1);
        peer.behave((submission, message) -> {
            over.await(30, TimeUnit.SECONDS);
            return problem(500, "TOO_LATE", null);
        });
        assertThatThrownBy(() -> client.pay(PURCHASE, "sub-1")).isInstanceOf(UnknownOutcome.class);
        over.countDown();
        assertThat(peer.received).extracting(Submission::submissionId).containsExactly("sub-1", "sub-1");
    }

    @Test
    void doesNotTakeARejectionOfTheSecondAttemptForTheFateOfTheFirst() {
        AtomicInteger calls = new AtomicInteger();
        peer.behave((submission, message) -> calls.incrementAndGet() == 1
                ? problem(500, "BROKEN", null)
                : problem(400, "MESSAGE_NOT_ACCEPTED", null));
        assertThatThrownBy(() -> client.pay(PURCHASE)).isInstanceOf(UnknownOutcome.class);
    }

    @Test
    void handsOverARejection() {
        peer.behave((submission, message) -> problem(400, "MESSAGE_NOT_ACCEPTED", null));
        Rejected rejected = catchThrowableOfType(Rejected.class, () -> client.pay(PURCHASE));
        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.code()).isEqualTo("MESSAGE_NOT_ACCEPTED");
        assertThat(peer.received).hasSize(1);
    }

    @Test
    void doesNotReadAnEndlessAnswer() {
        peer.behave(
                (submission, message) -> new Reply(200, "application/jose", "A".repeat(Wire.MAX_BODY_BYTES + 1), null));
        assertThatThrownBy(() -> client.pay(PURCHASE)).isInstanceOf(UnknownOutcome.class);
    }

    @Test
    void saysThatNothingWasSentWhenNobodyListens() throws Exception {
        peer.close();
        assertThatThrownBy(() -> client.pay(PURCHASE)).isInstanceOf(NotSent.class);
    }

    @Test
    void saysThatNothingWasSentWhenTheServerIsGoneAfterItsKeysAreKnown() throws Exception {
        client.pay(PURCHASE);
        peer.close();
        assertThatThrownBy(() -> client.pay(PURCHASE)).isInstanceOf(NotSent.class);
    }

    @Test
    void fetchesTheKeySetAgainWhenTheServerSignsWithANewKeyButNotForEveryAnswer() throws Exception {
        client.pay(PURCHASE);
        peer.rotate();
        assertThatThrownBy(() -> client.pay(PURCHASE)).isInstanceOf(AnswerNotBound.class);
        assertThat(peer.keySetsServed).hasSize(1);

        clock.move(ServerKeys.MIN_REFRESH_INTERVAL);
        assertThat(client.pay(PURCHASE)).isInstanceOf(Confirmation.class);
        assertThat(client.pay(PURCHASE)).isInstanceOf(Confirmation.class);
        assertThat(peer.keySetsServed).hasSize(2);

        clock.move(ServerKeys.MAX_AGE);
        client.pay(PURCHASE);
        assertThat(peer.keySetsServed).hasSize(3);
    }

    @Test
    void sealsAnewOnceWhenTheServersKeyWasFollowedByAnother() throws Exception {
        client.pay(PURCHASE);
        peer.followDecryptionKey();
        clock.move(ServerKeys.MIN_REFRESH_INTERVAL);

        assertThat(client.pay(PURCHASE, "sub-1")).isInstanceOf(Confirmation.class);

        assertThat(peer.received).extracting(Submission::submissionId).contains("sub-1");
        assertThat(peer.messages).hasSize(3);
        assertThat(peer.keySetsServed).hasSize(2);
        assertThat(pauses).isEmpty();
    }

    @Test
    void doesNotSealAnewForARefusalThatNoNewKeyExplains() throws Exception {
        client.pay(PURCHASE);
        clock.move(ServerKeys.MIN_REFRESH_INTERVAL);
        peer.behave((submission, message) -> problem(400, "MESSAGE_NOT_ACCEPTED", null));
        assertThatThrownBy(() -> client.pay(PURCHASE)).isInstanceOf(Rejected.class);
        assertThatThrownBy(() -> client.pay(PURCHASE)).isInstanceOf(Rejected.class);
        assertThat(peer.messages).hasSize(3);
        assertThat(peer.keySetsServed)
                .as("the second refusal comes too soon to ask again")
                .hasSize(2);
    }

    @Test
    void sendsASealedMessageOnce() throws Exception {
        String message = client.seal(PURCHASE, "sub-1");
        assertThat(client.send(message, "sub-1").submissionId()).isEqualTo("sub-1");
        assertThatThrownBy(() -> client.send(message, "sub-2")).isInstanceOf(AnswerNotBound.class);
        peer.behave((submission, received) -> problem(503, "BUSY", null));
        assertThatThrownBy(() -> client.send(message, "sub-1")).isInstanceOf(UnknownOutcome.class);
        assertThat(peer.messages).containsExactly(message, message, message);
    }

    private void refusesAnswer(UnaryOperator<Answer.Header> fault) {
        peer.behave((submission, message) -> peer.seal(new Confirmation(
                fault.apply(peer.header(submission, message)),
                peer.payment(submission, "p-1"),
                PeerServer.ENTITLEMENT)));
        assertThatThrownBy(() -> client.pay(PURCHASE, "sub-1")).isInstanceOf(AnswerNotBound.class);
    }

    private FarthingClient client(ClientSettings with) {
        return new FarthingClient(peer.address("http"), PeerServer.VENDOR, keys, with);
    }

    private PeerServer server(KeyFamily family) {
        try {
            return new PeerServer(family, clock);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
