package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.keys.Enrolments;
import dev.farthing.keys.KeyRing;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Submission;
import dev.farthing.micropayment.Cap;
import dev.farthing.micropayment.CapKind;
import dev.farthing.micropayment.Consents;
import dev.farthing.micropayment.Reply;
import dev.farthing.micropayment.SubmissionDesk;
import dev.farthing.party.Vendors;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: a submission is decided once and answered alike for ever, whoever it shares its batch with and whatever else holds its
 * rows. Method: really sealed messages at the desk; a lock on the customer's account, held by the test, gathers a batch behind
 * it.
 */
@Tag("container")
@Timeout(120)
class SubmissionBatchContainerIT extends ContainerScenario {
    private static final long MUCH = 1_000 * Town.PRICE;

    @Inject
    private SubmissionDesk desk;

    @Inject
    private Vendors vendors;

    @Inject
    private Enrolments enrolments;

    @Inject
    private KeyRing keys;

    @Inject
    private Consents consents;

    @Inject
    private Transactions transactions;

    private SealingVendor vendor;

    @BeforeEach
    void enrol() {
        vendor = SealingVendor.enrolled(town.vendor(), vendors, enrolments, keys);
    }

    @Test
    void acceptsAPurchaseAndBooksIt() throws Exception {
        String customer = town.customer(MUCH);
        Answer answer = send(purchase(customer));
        assertThat(answer).isInstanceOf(Confirmation.class);
        assertThat(((Confirmation) answer).payment().amount().value()).isEqualTo(Town.PRICE);
        assertThat(spentBy(customer)).isEqualTo(Town.PRICE);
        assertThat(earned()).isEqualTo(Town.PRICE);
    }

    @Test
    void decidesAnIdOnceThoughItComesManyTimesInOneBatch() throws Exception {
        String customer = town.customer(MUCH);
        Submission same = purchase(customer);
        Submission conflicting = vendor.submission(same.submissionId(), same.customer(), "another-article");
        List<Submission> batch = new ArrayList<>(List.of(same, same, same, same, purchase(customer)));
        batch.add(conflicting);
        batch.addAll(List.of(same, same));
        List<Answer> answers = sendAsOneBatch(customer, batch);
        Set<String> ids = Set.copyOf(answers.stream()
                .filter(answer -> same.submissionId().equals(answer.submissionId()))
                .filter(Confirmation.class::isInstance)
                .map(answer -> ((Confirmation) answer).payment().id())
                .toList());
        assertThat(ids).hasSize(1);
        assertThat(answers.get(4)).isInstanceOf(Confirmation.class);
        assertThat(codeOf(answers.get(5))).isEqualTo("CONFLICT");
        assertThat(spentBy(customer)).isEqualTo(2 * Town.PRICE);
        assertThat(seenAgain(same, "REPLAY")).isEqualTo(5);
        assertThat(seenAgain(same, "CONFLICT")).isEqualTo(1);
    }

    @Test
    void settlesTheOthersWhenOneCommandBreaksTheBatch() throws Exception {
        String customer = town.customer(MUCH);
        String broken = "broken-article";
        town.publish(vendor.code(), broken, "USD");
        // As no door allows: an item in a currency in which its vendor has no account.
        database.write(
                sql -> sql.execute("""
                with moved as (update item set currency = 'EUR' where code = ? and vendor_id = ? returning id)
                insert into item_price (item_id, currency, effective_from, price) select id, 'EUR', now(), 1 from moved
                """, broken, vendors.get(vendor.code()).id()));
        String identifier = town.consent(customer, vendor.code());
        Submission culprit = vendor.submission(newId(), identifier, broken);
        List<Submission> batch = new ArrayList<>(
                IntStream.range(0, 7).mapToObj(i -> purchase(customer)).toList());
        batch.add(3, culprit);
        List<Reply> replies = replyToOneBatch(customer, batch);
        assertThat(replies.get(3)).isEqualTo(new Reply.Unavailable(false));
        for (int i = 0; i < batch.size(); i++) {
            if (i != 3) {
                assertThat(opened(replies.get(i))).isInstanceOf(Confirmation.class);
            }
        }
        assertThat(spentBy(customer)).isEqualTo(7 * Town.PRICE);
        assertThat(town.count("submission", "submission_id = ?", culprit.submissionId()))
                .isZero();
    }

    @Test
    void waitsForATransactionThatHasClaimedItsIdAndThenAnswersItsDecision() throws Exception {
        String customer = town.customer(MUCH);
        Submission submission = purchase(customer);
        CompletableFuture<Reply> reply = sendWhileClaimed(submission, true);
        assertThat(codeOf(opened(reply.get(30, TimeUnit.SECONDS)))).isEqualTo("NO_CONSENT");
        assertThat(spentBy(customer)).isZero();
        assertThat(seenAgain(submission, "REPLAY")).isEqualTo(1);
    }

    @Test
    void decidesItselfWhenTheTransactionThatHadClaimedItsIdRollsBack() throws Exception {
        String customer = town.customer(MUCH);
        CompletableFuture<Reply> reply = sendWhileClaimed(purchase(customer), false);
        assertThat(opened(reply.get(30, TimeUnit.SECONDS))).isInstanceOf(Confirmation.class);
        assertThat(spentBy(customer)).isEqualTo(Town.PRICE);
    }

    @Test
    void refusesASuspendedVendorAndKeepsWhatItHasRefused() throws Exception {
        String customer = town.customer(MUCH);
        Submission submission = purchase(customer);
        setVendorStatus("SUSPENDED");
        assertThat(codeOf(send(submission))).isEqualTo("VENDOR_NOT_ACTIVE");
        setVendorStatus("ACTIVE");
        assertThat(codeOf(send(submission))).isEqualTo("VENDOR_NOT_ACTIVE");
        assertThat(send(purchase(customer))).isInstanceOf(Confirmation.class);
        assertThat(spentBy(customer)).isEqualTo(Town.PRICE);
    }

    @Test
    void spendsAnAccountDownWithinOneBatchAndTellsNobodyOfWhatWasRefused() throws Exception {
        String customer = town.customer(3 * Town.PRICE);
        List<Answer> answers = sendAsOneBatch(
                customer,
                IntStream.range(0, 8).mapToObj(i -> purchase(customer)).toList());
        assertThat(answers.stream().filter(Confirmation.class::isInstance)).hasSize(3);
        assertThat(answers.stream().filter(Refusal.class::isInstance).map(SubmissionBatchContainerIT::codeOf))
                .hasSize(5)
                .containsOnly("INSUFFICIENT_FUNDS");
        assertThat(spentBy(customer)).isEqualTo(3 * Town.PRICE);
        assertThat(town.count(
                        "outbox",
                        "topic = 'payment.accepted' and payload like ?",
                        "%\"vendor\":\"" + vendor.code() + "\"%"))
                .isEqualTo(3);
    }

    @Test
    void keepsToTheCapsOfAConsentThatItHadToWaitFor() throws Exception {
        String customer = town.customer(MUCH);
        Submission submission = purchase(customer);
        CountDownLatch given = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Boolean> giving = transactions.meanwhile(() -> transactions.commit(() -> {
            Cap little = new Cap(CapKind.PER_PURCHASE, null, "USD", Town.PRICE - 1);
            consents.give(customer, vendor.code(), List.of(little), Town.OPERATOR);
            given.countDown();
            return goOn.await(20, TimeUnit.SECONDS);
        }));
        given.await();
        CompletableFuture<Reply> reply = accept(submission);
        Poll.until("the lane waits for the consent", () -> town.waiting("transactionid") > 0);
        goOn.countDown();
        assertThat(giving.join()).isTrue();
        assertThat(codeOf(opened(reply.get(30, TimeUnit.SECONDS)))).isEqualTo("CAP_PER_PURCHASE");
        assertThat(spentBy(customer)).isZero();
    }

    private Submission purchase(String customer) {
        return vendor.submission(newId(), town.consent(customer, vendor.code()), Town.ITEM);
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private Answer send(Submission submission) throws Exception {
        return opened(accept(submission).get(30, TimeUnit.SECONDS));
    }

    private CompletableFuture<Reply> accept(Submission submission) throws Exception {
        return desk.accept(vendor.seal(submission), anyVendor -> true).toCompletableFuture();
    }

    private Answer opened(Reply reply) throws Exception {
        assertThat(reply).isInstanceOf(Reply.Sealed.class);
        return vendor.open(((Reply.Sealed) reply).message());
    }

    private List<Answer> sendAsOneBatch(String customer, List<Submission> batch) throws Exception {
        List<Answer> answers = new ArrayList<>();
        for (Reply reply : replyToOneBatch(customer, batch)) {
            answers.add(opened(reply));
        }
        return answers;
    }

    /** A first purchase of somebody unknown keeps the lane busy at the account's lock, and the others gather behind it. */
    private List<Reply> replyToOneBatch(String customer, List<Submission> batch) throws Exception {
        String identifier = town.consent(customer, vendor.code());
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        CompletableFuture<Integer> holder = transactions.meanwhile(() -> transactions.commit(() -> {
            int locked = database.read(
                    sql -> sql.select("select customer_id from consent where identifier = ? for update", identifier)
                            .mapTo(Long.class)
                            .list()
                            .size());
            held.countDown();
            assertThat(letGo.await(20, TimeUnit.SECONDS)).isTrue();
            return locked;
        }));
        held.await();
        CompletableFuture<Reply> first = accept(vendor.submission(newId(), identifier, "not-on-sale"));
        Poll.until("the lane waits for the consent", () -> town.waiting("transactionid") > 0);
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (Submission submission : batch) {
            replies.add(accept(submission));
        }
        letGo.countDown();
        assertThat(holder.join()).isEqualTo(1);
        assertThat(codeOf(opened(first.get(30, TimeUnit.SECONDS)))).isEqualTo("UNKNOWN_ITEM");
        List<Reply> answered = new ArrayList<>();
        for (CompletableFuture<Reply> reply : replies) {
            answered.add(reply.get(30, TimeUnit.SECONDS));
        }
        return answered;
    }

    /** As if another node had claimed the id and were about to refuse it. */
    private CompletableFuture<Reply> sendWhileClaimed(Submission submission, boolean committed) throws Exception {
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Boolean> other = transactions.meanwhile(() -> {
            if (committed) {
                return transactions.commit(() -> claim(submission, claimed, goOn));
            }
            transactions.rollBack(() -> claim(submission, claimed, goOn));
            return false;
        });
        claimed.await();
        CompletableFuture<Reply> reply = accept(submission);
        Poll.until("the claim waits", () -> town.waiting("transactionid") > 0);
        assertThat(reply).isNotDone();
        goOn.countDown();
        assertThat(other.join()).isEqualTo(committed);
        return reply;
    }

    private boolean claim(Submission submission, CountDownLatch claimed, CountDownLatch goOn) throws Exception {
        UUID payment = UUID.randomUUID();
        long vendorId = vendors.get(vendor.code()).id();
        database.write(sql -> {
            sql.execute(
                    "insert into submission (vendor_id, submission_id, fingerprint, business_date, payment_id)"
                            + " values (?, ?, ?, ?, ?)",
                    vendorId,
                    submission.submissionId(),
                    submission.fingerprint(),
                    town.today(),
                    payment);
            sql.execute(
                    "insert into micropayment (business_date, id, vendor_id, submission_id, outcome, customer, item,"
                            + " quantity, decided_at) values (?, ?, ?, ?, 'NO_CONSENT', ?, ?, 1, now())",
                    town.today(),
                    payment,
                    vendorId,
                    submission.submissionId(),
                    submission.customer(),
                    submission.item());
        });
        claimed.countDown();
        return goOn.await(20, TimeUnit.SECONDS);
    }

    private void setVendorStatus(String status) {
        database.write(sql -> sql.execute("update vendor set status = ? where code = ?", status, vendor.code()));
    }

    private long spentBy(String customer) {
        return database.read(sql -> sql.select(
                        "select coalesce(sum(amount), 0)::bigint from transfer where debit_account = ?",
                        town.live(customer).id())
                .mapTo(Long.class)
                .one());
    }

    private long earned() {
        return ledger.balance(town.conditional(vendor.code()).id()).amount();
    }

    private long seenAgain(Submission submission, String kind) {
        return town.count("submission_again", "submission_id = ? and kind = ?", submission.submissionId(), kind);
    }

    private static String codeOf(Answer answer) {
        assertThat(answer).isInstanceOf(Refusal.class);
        return ((Refusal) answer).code();
    }
}
