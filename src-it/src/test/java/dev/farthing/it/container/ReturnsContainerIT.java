package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.keys.Enrolments;
import dev.farthing.keys.KeyRing;
import dev.farthing.kit.message.Answer;
import dev.farthing.kit.message.Confirmation;
import dev.farthing.kit.message.Inquiry;
import dev.farthing.kit.message.Refusal;
import dev.farthing.kit.message.Request;
import dev.farthing.kit.message.Return;
import dev.farthing.kit.message.Return.Kind;
import dev.farthing.kit.message.Returned;
import dev.farthing.kit.message.Submission;
import dev.farthing.kit.token.Entitlement;
import dev.farthing.ledger.AccountRole;
import dev.farthing.micropayment.Entitlements;
import dev.farthing.micropayment.Firming;
import dev.farthing.micropayment.OperatorReversal;
import dev.farthing.micropayment.Relationships;
import dev.farthing.micropayment.Reply;
import dev.farthing.micropayment.SubmissionDesk;
import dev.farthing.party.Customer;
import dev.farthing.party.Vendors;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: money goes back once, out of the right account, and the entitlement with it; what turns firm is what was accepted less
 * what was reversed, whoever comes at the same time; a cap is never passed. Method: really sealed messages at the desk; days are
 * closed step by step; a seeded row of everything against a model.
 */
@Tag("container")
@Timeout(300)
class ReturnsContainerIT extends ContainerScenario {
    private static final long MUCH = 10_000 * Town.PRICE;

    @Inject
    private SubmissionDesk desk;

    @Inject
    private Vendors vendors;

    @Inject
    private Enrolments enrolments;

    @Inject
    private KeyRing keys;

    @Inject
    private Firming firming;

    @Inject
    private Entitlements entitlements;

    @Inject
    private Relationships relationships;

    @Inject
    private BusinessDays days;

    @Inject
    private Transactions transactions;

    private SealingVendor vendor;
    private String customer;
    private String identifier;

    @BeforeEach
    void enrol() {
        vendor = SealingVendor.enrolled(town.vendor(), vendors, enrolments, keys);
        customer = town.customer(MUCH);
        identifier = town.consent(customer, vendor.code());
    }

    @Test
    void reversesByQuantityThenAllThatIsLeftAndRevokesEachEntitlement() throws Exception {
        Confirmation paid = pay(5);
        Entitlement whole = vendor.entitlement(paid.entitlement());
        assertThat(whole.quantity()).isEqualTo(5);
        Returned two = back(Kind.REVERSAL, paid, 2);
        assertThat(two.booking().amount().value()).isEqualTo(2 * Town.PRICE);
        assertThat(two.booking().remaining()).isEqualTo(3);
        Entitlement rest = vendor.entitlement(two.entitlement());
        assertThat(rest.quantity()).isEqualTo(3);
        assertThat(rest.payment()).isEqualTo(whole.payment());
        assertThat(rest.rights()).isEqualTo(whole.rights());
        Poll.until("the revocation shows", () -> !isValid(whole));
        assertThat(isValid(rest)).isTrue();
        Returned all = back(Kind.REVERSAL, paid, null);
        assertThat(all.booking().quantity()).isEqualTo(3);
        assertThat(all.entitlement()).isNull();
        Poll.until("the revocation of the rest shows", () -> !isValid(rest));
        assertThat(codeOf(send(returning(Kind.REVERSAL, paid, 1)))).isEqualTo("NOTHING_LEFT");
        assertThat(held()).isEqualTo(MUCH);
        assertThat(conditional()).isZero();
    }

    @Test
    void answersAReturnAlikeHoweverOftenItComesAndWhoeverAsks() throws Exception {
        Confirmation paid = pay(5);
        Return asked = returning(Kind.REVERSAL, paid, 2);
        Returned first = (Returned) send(asked);
        Returned again = (Returned) send(asked);
        assertThat(again.booking()).isEqualTo(first.booking());
        assertThat(again.entitlement()).isEqualTo(first.entitlement());
        Returned inquired = (Returned) send(new Inquiry(vendor.header(asked.submissionId())));
        assertThat(inquired.booking()).isEqualTo(first.booking());
        Return another = new Return(asked.header(), Kind.REVERSAL, asked.submission(), 3, asked.reason());
        assertThat(codeOf(send(another))).isEqualTo("CONFLICT");
        Submission payment = vendor.submission(asked.submissionId(), identifier, Town.ITEM);
        assertThat(codeOf(send(payment))).isEqualTo("CONFLICT");
        assertThat(held()).isEqualTo(MUCH - 3 * Town.PRICE);
    }

    @Test
    void mintsTheSameEntitlementForAPaymentSentAgain() throws Exception {
        Submission submission = new Submission(vendor.header(newId()), identifier, Town.ITEM, 2, null);
        Confirmation first = (Confirmation) send(submission);
        assertThat(((Confirmation) send(submission)).entitlement()).isEqualTo(first.entitlement());
    }

    @Test
    void closesAReturnThatIsAskedAboutBeforeItComes() throws Exception {
        Confirmation paid = pay(1);
        Return asked = returning(Kind.REVERSAL, paid, null);
        assertThat(codeOf(send(new Inquiry(vendor.header(asked.submissionId())))))
                .isEqualTo("FENCED");
        assertThat(codeOf(send(asked))).isEqualTo("FENCED");
        assertThat(held()).isEqualTo(MUCH - Town.PRICE);
    }

    @Test
    void knowsNoPaymentOfAnotherVendorAndNoneThatWasRefusedOrGivenBackItself() throws Exception {
        Confirmation paid = pay(1);
        SealingVendor stranger = SealingVendor.enrolled(town.vendor(), vendors, enrolments, keys);
        Return theft = new Return(
                stranger.header(newId()), Kind.REVERSAL, String.valueOf(paid.submissionId()), null, "mine now");
        assertThat(codeOf(stranger.open(sealed(desk.accept(stranger.seal(theft), anyVendor -> true)
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS)))))
                .isEqualTo("UNKNOWN_PAYMENT");
        Returned back = back(Kind.REVERSAL, paid, null);
        Return twice =
                new Return(vendor.header(newId()), Kind.REVERSAL, String.valueOf(back.submissionId()), null, "again");
        assertThat(codeOf(send(twice))).isEqualTo("UNKNOWN_PAYMENT");
    }

    @Test
    void givesBackToAFrozenCustomerAndNotToAClosedOne() throws Exception {
        Confirmation paid = pay(2);
        relationships.changeCustomer(customer, Customer.Status.FROZEN, "a test's", Town.OPERATOR);
        assertThat(codeOf(send(purchase(1)))).isEqualTo("ACCOUNT_FROZEN");
        back(Kind.REVERSAL, paid, 1);
        database.write(sql -> sql.execute(
                "update account set status = 'CLOSED' where id = ?",
                town.live(customer).id()));
        assertThat(codeOf(send(returning(Kind.REVERSAL, paid, 1)))).isEqualTo("ACCOUNT_CLOSED");
        assertThat(held()).isEqualTo(MUCH - Town.PRICE);
    }

    @Test
    void reversesForAnOperatorOnceForEachKey() throws Exception {
        Confirmation paid = pay(3);
        OperatorReversal wanted = new OperatorReversal(
                newId(), vendor.code(), String.valueOf(paid.submissionId()), 2, "charged twice", "olga");
        OperatorReversal.Booked booked = (OperatorReversal.Booked) result(wanted);
        assertThat(booked.remaining()).isEqualTo(1);
        assertThat(result(wanted)).isEqualTo(booked);
        OperatorReversal other =
                new OperatorReversal(wanted.key(), vendor.code(), wanted.submission(), 1, "charged twice", "olga");
        assertThat(((OperatorReversal.NotBooked) result(other)).code()).isEqualTo("CONFLICT");
        assertThat(held()).isEqualTo(MUCH - Town.PRICE);
        assertThat(town.count("payment_return", "operator = 'olga' and id = ?", booked.id()))
                .isEqualTo(1);
    }

    @Test
    void turnsFirmWhatWasAcceptedLessWhatWasReversedAndRefundsFromThenOn() throws Exception {
        Confirmation paid = pay(5);
        Confirmation other = pay(4);
        back(Kind.REVERSAL, paid, 2);
        assertThat(codeOf(send(returning(Kind.REFUND, paid, 1)))).isEqualTo("PAYMENT_NOT_FIRM");
        firmToday();
        assertThat(conditional()).isZero();
        assertThat(payable()).isEqualTo(7 * Town.PRICE);
        assertThat(codeOf(send(returning(Kind.REVERSAL, paid, 1)))).isEqualTo("PAYMENT_FIRM");
        Returned refund = back(Kind.REFUND, paid, 1);
        assertThat(refund.booking().remaining()).isEqualTo(2);
        assertThat(vendor.entitlement(refund.entitlement()).quantity()).isEqualTo(2);
        assertThat(payable()).isEqualTo(6 * Town.PRICE);
        back(Kind.REFUND, other, null);
        back(Kind.REFUND, paid, null);
        assertThat(payable()).isZero();
        assertThat(held()).isEqualTo(MUCH);
        assertThat(town.count(
                        "firming", "vendor_id = ?", vendors.get(vendor.code()).id()))
                .isEqualTo(1);
    }

    @Test
    void refundsNoMoreThanTheVendorIsOwedThoughManyAskAtOnce() throws Exception {
        Confirmation paid = pay(8);
        firmToday();
        drain(payable() - 3 * Town.PRICE);
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            replies.add(desk.accept(vendor.seal(returning(Kind.REFUND, paid, 1)), anyVendor -> true)
                    .toCompletableFuture());
        }
        List<String> outcomes = new ArrayList<>();
        for (CompletableFuture<Reply> reply : replies) {
            Answer answer = vendor.open(sealed(reply.get(30, TimeUnit.SECONDS)));
            outcomes.add(answer instanceof Refusal refusal ? refusal.code() : "refunded");
        }
        assertThat(outcomes.stream().filter("refunded"::equals)).hasSize(3);
        assertThat(outcomes.stream().filter("PAYABLE_TOO_LOW"::equals)).hasSize(5);
        assertThat(payable()).isZero();
    }

    @Test
    void firmingWaitsForAReversalThatHoldsTheDayAndCountsIt() throws Exception {
        pay(3);
        LocalDate day = town.today();
        long vendorId = vendors.get(vendor.code()).id();
        dueAtOnce();
        days.cutOff(BusinessDays.MAIN_CALENDAR, day);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        CompletableFuture<Boolean> holder = transactions.meanwhile(() -> transactions.commit(() -> {
            database.write(sql -> {
                sql.execute("insert into firm_day (vendor_id, business_date) values (?, ?)", vendorId, day);
                sql.select("select 1 from firm_day where vendor_id = ? and business_date = ? for share", vendorId, day)
                        .mapTo(Integer.class)
                        .one();
            });
            held.countDown();
            return letGo.await(20, TimeUnit.SECONDS);
        }));
        held.await();
        CompletableFuture<Integer> firmed = transactions.meanwhile(() -> firming.firm(day));
        Poll.until("firming waits", () -> town.waiting("transactionid") > 0);
        assertThat(conditional()).isEqualTo(3 * Town.PRICE);
        letGo.countDown();
        assertThat(holder.join()).isTrue();
        assertThat(firmed.get(30, TimeUnit.SECONDS)).isPositive();
        assertThat(firming.firm(day)).isZero();
        assertThat(payable()).isEqualTo(3 * Town.PRICE);
        close(day);
        assertThat(firming.firm(day)).isZero();
    }

    @Test
    void neverPassesACapThoughManyPurchasesCompeteAndGetsItBackWithAReversal() throws Exception {
        cap("PER_DAY", null, 5 * Town.PRICE);
        cap("PER_VENDOR", vendors.get(vendor.code()).id(), 7 * Town.PRICE);
        List<CompletableFuture<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            replies.add(desk.accept(vendor.seal(purchase(1)), anyVendor -> true).toCompletableFuture());
        }
        List<Confirmation> paid = new ArrayList<>();
        for (CompletableFuture<Reply> reply : replies) {
            Answer answer = vendor.open(sealed(reply.get(30, TimeUnit.SECONDS)));
            if (answer instanceof Confirmation confirmation) {
                paid.add(confirmation);
            } else {
                assertThat(codeOf(answer)).isEqualTo("CAP_PER_DAY");
            }
        }
        assertThat(paid).hasSize(5);
        back(Kind.REVERSAL, paid.get(0), null);
        assertThat(send(purchase(1))).isInstanceOf(Confirmation.class);
        assertThat(codeOf(send(purchase(1)))).isEqualTo("CAP_PER_DAY");
        database.write(sql -> sql.execute(
                "delete from spending_cap where kind = 'PER_DAY' and customer_id ="
                        + " (select id from customer where code = ?)",
                customer));
        assertThat(send(purchase(2))).isInstanceOf(Confirmation.class);
        assertThat(codeOf(send(purchase(1)))).isEqualTo("CAP_PER_VENDOR");
        assertThat(held()).isEqualTo(MUCH - 7 * Town.PRICE);
    }

    /** The revocation takes the gate exclusively, and the message has been opened before it is committed. */
    @Test
    void acceptsNothingSignedWithAKeyThatIsRevokedWhileItWaitsAtTheGate() throws Exception {
        String message = vendor.seal(purchase(1));
        long vendorId = vendors.get(vendor.code()).id();
        CountDownLatch revoked = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        CompletableFuture<Boolean> revocation = transactions.meanwhile(() -> transactions.commit(() -> {
            database.write(sql -> {
                sql.execute("select pg_advisory_xact_lock(1, ?)", BusinessDays.MAIN_CALENDAR);
                sql.execute(
                        "update vendor_key set state = 'REVOKED' where usage = 'SIGNING' and vendor_id = ?", vendorId);
            });
            revoked.countDown();
            return letGo.await(20, TimeUnit.SECONDS);
        }));
        revoked.await();
        CompletableFuture<Reply> reply = desk.accept(message, anyVendor -> true).toCompletableFuture();
        Poll.until("the batch waits at the gate", () -> town.waiting("advisory") > 0);
        letGo.countDown();
        assertThat(revocation.join()).isTrue();
        assertThat(reply.get(30, TimeUnit.SECONDS)).isEqualTo(new Reply.NotAccepted());
        assertThat(town.count("submission", "vendor_id = ?", vendorId)).isZero();
    }

    /** A model that keeps one number for each payment, against hundreds of pays, reversals, nights and refunds. */
    @Test
    void keepsTheBooksWhateverOrderThingsComeIn() throws Exception {
        long seed = Long.getLong("farthing.seed", System.nanoTime());
        System.out.println("ReturnsContainerIT: seed " + seed);
        Random random = new Random(seed);
        Map<Confirmation, Integer> left = new HashMap<>();
        List<Confirmation> firm = new ArrayList<>();
        List<Confirmation> open = new ArrayList<>();
        long spent = 0;
        for (int i = 0; i < 250; i++) {
            int what = random.nextInt(100);
            if (what < 50) {
                int quantity = 1 + random.nextInt(6);
                Confirmation paid = pay(quantity);
                left.put(paid, quantity);
                open.add(paid);
                spent += quantity * Town.PRICE;
            } else if (what < 98 && !left.isEmpty()) {
                List<Confirmation> some = (random.nextBoolean() && !firm.isEmpty()) || open.isEmpty() ? firm : open;
                Confirmation paid = some.get(random.nextInt(some.size()));
                Kind kind = random.nextInt(10) == 0 ? Kind.REFUND : some == firm ? Kind.REFUND : Kind.REVERSAL;
                Integer quantity = random.nextInt(3) == 0 ? null : (Integer) (1 + random.nextInt(4));
                int rest = left.getOrDefault(paid, 0);
                int asked = quantity == null ? rest : quantity;
                Answer answer = send(returning(kind, paid, quantity));
                String expected = kind == Kind.REFUND && some == open
                        ? "PAYMENT_NOT_FIRM"
                        : rest == 0 ? "NOTHING_LEFT" : asked > rest ? "QUANTITY_EXCEEDED" : "returned";
                assertThat(answer instanceof Refusal refusal ? refusal.code() : "returned")
                        .isEqualTo(expected);
                if (answer instanceof Returned returned) {
                    left.put(paid, rest - asked);
                    assertThat(returned.booking().remaining()).isEqualTo(rest - asked);
                    spent -= asked * Town.PRICE;
                }
            } else if (what >= 98) {
                firmToday();
                firm.addAll(open);
                open.clear();
            }
            assertThat(held()).isEqualTo(MUCH - spent);
        }
        long units = open.stream().mapToLong(paid -> left.getOrDefault(paid, 0)).sum();
        assertThat(conditional()).isEqualTo(units * Town.PRICE);
        assertThat(payable())
                .isEqualTo(firm.stream()
                                .mapToLong(paid -> left.getOrDefault(paid, 0))
                                .sum()
                        * Town.PRICE);
    }

    private Confirmation pay(int quantity) throws Exception {
        Answer answer = send(purchase(quantity));
        assertThat(answer).isInstanceOf(Confirmation.class);
        return (Confirmation) answer;
    }

    private Submission purchase(int quantity) {
        return new Submission(vendor.header(newId()), identifier, Town.ITEM, quantity, null);
    }

    private Return returning(Kind kind, Confirmation paid, @Nullable Integer quantity) {
        return new Return(vendor.header(newId()), kind, String.valueOf(paid.submissionId()), quantity, "torn page");
    }

    private Returned back(Kind kind, Confirmation paid, @Nullable Integer quantity) throws Exception {
        Answer answer = send(returning(kind, paid, quantity));
        assertThat(answer).isInstanceOf(Returned.class);
        return (Returned) answer;
    }

    private Answer send(Request request) throws Exception {
        return vendor.open(sealed(desk.accept(vendor.seal(request), anyVendor -> true)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS)));
    }

    private OperatorReversal.Result result(OperatorReversal wanted) throws Exception {
        return desk.reverse(wanted).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private boolean isValid(Entitlement entitlement) {
        try {
            String uri = entitlement.status().list();
            String list = entitlements
                    .statusList(Long.parseLong(uri.substring(uri.lastIndexOf('/') + 1)))
                    .orElseThrow();
            return vendor.statusList(list, uri).isValid(entitlement.status().index());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes the open day as the night does, with this vendor's payments due on their own day. */
    private void firmToday() {
        LocalDate day = town.today();
        dueAtOnce();
        days.cutOff(BusinessDays.MAIN_CALENDAR, day);
        fold();
        assertThat(firming.firm(day)).isPositive();
        close(day);
    }

    private void close(LocalDate day) {
        fold();
        ledger.settleLiveAccounts(day);
        ledger.closeDay(day);
    }

    private void fold() {
        Poll.until("everything is folded", () -> {
            ledger.fold();
            return ledger.deltas().count() == 0;
        });
    }

    private void dueAtOnce() {
        database.write(sql -> sql.execute("update vendor set conditional_days = 0 where code = ?", vendor.code()));
    }

    /** As a payout would. */
    private void drain(long amount) throws Exception {
        transactions.commit(() -> {
            LocalDate day = days.enter(BusinessDays.MAIN_CALENDAR);
            ledger.book(
                    day,
                    List.of(town.transfer(
                            ledger.find("vendor:" + vendor.code(), AccountRole.VENDOR_PAYABLE, "USD")
                                    .orElseThrow(),
                            ledger.find("bank", AccountRole.BANK_CLEARING, "USD")
                                    .orElseThrow(),
                            amount)));
            return day;
        });
    }

    private void cap(String kind, @Nullable Long vendorId, long amount) {
        database.write(sql -> sql.execute("""
                insert into spending_cap (customer_id, vendor_id, kind, currency, amount)
                select id, ?::bigint, ?, 'USD', ? from customer where code = ?
                """, vendorId, kind, amount, customer));
    }

    private long held() {
        return ledger.balance(town.live(customer).id()).amount();
    }

    private long conditional() {
        return ledger.balance(town.conditional(vendor.code()).id()).amount();
    }

    private long payable() {
        return ledger.find("vendor:" + vendor.code(), AccountRole.VENDOR_PAYABLE, "USD")
                .map(account -> ledger.balance(account.id()).amount())
                .orElseThrow();
    }

    private static String sealed(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Sealed.class);
        return ((Reply.Sealed) reply).message();
    }

    private static String codeOf(Answer answer) {
        assertThat(answer).isInstanceOf(Refusal.class);
        return ((Refusal) answer).code();
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }
}
