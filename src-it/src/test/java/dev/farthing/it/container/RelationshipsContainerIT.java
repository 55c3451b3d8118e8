package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.audit.AuditEntry;
import dev.farthing.audit.AuditTrail;
import dev.farthing.calendar.BusinessDays;
import dev.farthing.calendar.GateBusy;
import dev.farthing.ledger.Account;
import dev.farthing.ledger.AccountStatus;
import dev.farthing.ledger.Cause;
import dev.farthing.ledger.CreditLine;
import dev.farthing.ledger.Transfer;
import dev.farthing.micropayment.MicropaymentRefused;
import dev.farthing.micropayment.Onboarding;
import dev.farthing.micropayment.Onboarding.CustomerTerms;
import dev.farthing.micropayment.Relationships;
import dev.farthing.micropayment.TopUpRequest;
import dev.farthing.micropayment.TopUpRequests;
import dev.farthing.micropayment.TopUps;
import dev.farthing.party.Customer;
import dev.farthing.party.CustomerContract;
import dev.farthing.party.Customers;
import dev.farthing.party.Mandate;
import dev.farthing.party.PartyRefused;
import dev.farthing.party.Vendor;
import dev.farthing.party.VendorContract;
import dev.farthing.party.Vendors;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: a party's step and the money that moves meanwhile never cross. Method: transactions that hold the gate or an
 * account's row while the step is taken; limits lowered under what is used; a relationship ended with something left.
 */
@Tag("container")
@Timeout(120)
class RelationshipsContainerIT extends ContainerScenario {
    private static final String IBAN = "DE89370400440532013000";
    private static final String REASON = "a test";

    @Inject
    private Onboarding onboarding;

    @Inject
    private Relationships relationships;

    @Inject
    private Vendors vendors;

    @Inject
    private Customers customers;

    @Inject
    private TopUpRequests requests;

    @Inject
    private TopUps topUps;

    @Inject
    private AuditTrail audit;

    @Inject
    private BusinessDays days;

    @Inject
    private Transactions transactions;

    @Test
    void suspendsAVendorOnlyAfterTheBookingsUnderWay() throws Exception {
        String vendor = town.vendor();
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Boolean> booking = insideTheGate(goOn);
        CompletableFuture<Vendor> step = transactions.meanwhile(
                () -> relationships.changeVendor(vendor, Vendor.Status.SUSPENDED, REASON, Town.OPERATOR));
        Poll.until("the step waits at the gate", () -> town.waiting("advisory") > 0);
        assertThat(vendors.get(vendor).status()).isEqualTo(Vendor.Status.ACTIVE);
        goOn.countDown();
        assertThat(booking.join()).isTrue();
        assertThat(step.join().status()).isEqualTo(Vendor.Status.SUSPENDED);
        assertThat(actions("vendor:" + vendor)).containsExactly("vendor.added", "item.published", "vendor.status");
    }

    @Test
    void givesUpInTimeWhenBookingsDoNotEnd() throws Exception {
        String vendor = town.vendor();
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Boolean> booking = insideTheGate(goOn);
        long began = System.nanoTime();
        assertThatThrownBy(() -> relationships.changeVendor(vendor, Vendor.Status.SUSPENDED, REASON, Town.OPERATOR))
                .isInstanceOf(GateBusy.class);
        long millis = (System.nanoTime() - began) / 1_000_000;
        System.out.println("RelationshipsContainerIT: gave up after " + millis + " ms");
        assertThat(millis).isBetween(900L, 1_900L);
        goOn.countDown();
        booking.join();
        assertThat(vendors.get(vendor).status()).isEqualTo(Vendor.Status.ACTIVE);
        assertThat(actions("vendor:" + vendor)).containsExactly("vendor.added", "item.published");
    }

    @Test
    void closesAVendorOnlyWhenNothingIsLeftAndForGood() throws Exception {
        String vendor = town.vendor();
        Account payer = town.live(town.customer(1_000));
        Account conditional = town.conditional(vendor);
        book(town.transfer(payer, conditional, 1_000));
        step(vendor, Vendor.Status.CLOSING);
        assertThatThrownBy(() -> step(vendor, Vendor.Status.CLOSED))
                .isInstanceOfSatisfying(PartyRefused.class, refused -> {
                    assertThat(refused.kind()).isEqualTo(PartyRefused.Kind.NOT_DRAINED);
                    assertThat(refused.getMessage()).contains("1000 units of USD");
                });
        book(town.transfer(conditional, payer, 1_000));
        step(vendor, Vendor.Status.CLOSED);
        assertThat(ledger.accountsOf("vendor:" + vendor)).hasSize(2).allSatisfy(account -> assertThat(account.status())
                .isEqualTo(AccountStatus.CLOSED));
        assertThatThrownBy(() -> book(town.transfer(payer, conditional, 1))).hasStackTraceContaining("not open");
        for (Vendor.Status status : List.of(Vendor.Status.ACTIVE, Vendor.Status.SUSPENDED, Vendor.Status.CLOSING)) {
            assertThatThrownBy(() -> step(vendor, status)).isInstanceOf(PartyRefused.class);
        }
        assertThatThrownBy(() -> onboarding.vendor(vendor, VendorContract.usual("Again"), "USD", Town.OPERATOR))
                .isInstanceOf(PartyRefused.class);
    }

    @Test
    void freezesACustomerOnlyAfterWhatIsBeingSpent() throws Exception {
        String code = town.customer(1_000);
        Account payer = town.live(code);
        Account payee = town.conditional(town.vendor());
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<LocalDate> spending = transactions.meanwhile(() -> transactions.commit(() -> {
            LocalDate day = days.enter(BusinessDays.MAIN_CALENDAR);
            ledger.lock(Set.of(payer.id()));
            locked.countDown();
            assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
            ledger.book(day, List.of(town.transfer(payer, payee, 400)));
            return day;
        }));
        locked.await();
        CompletableFuture<Customer> freezing = transactions.meanwhile(() -> step(code, Customer.Status.FROZEN));
        Poll.until("the step waits for the account", () -> town.waiting("transactionid") > 0);
        goOn.countDown();
        spending.join();
        assertThat(freezing.join().status()).isEqualTo(Customer.Status.FROZEN);
        assertThat(ledger.balance(payer.id()).amount()).isEqualTo(600);
        assertThatThrownBy(() -> book(town.transfer(payer, payee, 1))).hasStackTraceContaining("not open");

        topUps.book(new TopUps.Order(UUID.randomUUID().toString(), code, 50, "USD", "test"));
        assertThat(ledger.balance(payer.id()).amount())
                .as("money still comes in")
                .isEqualTo(650);
        step(code, Customer.Status.ACTIVE);
        book(town.transfer(payer, payee, 650));
    }

    @Test
    void letsATabSpendItsLimitAndKeepsWhatALowerOneDoesNotCoverAsExcess() throws Exception {
        String code = "customer-" + UUID.randomUUID().toString().substring(0, 8);
        tab(code, 10_000L);
        Account account = town.live(code);
        Account payee = town.conditional(town.vendor());
        book(town.transfer(account, payee, 8_000));
        assertThat(ledger.balance(account.id()).available()).isEqualTo(2_000);
        assertThatThrownBy(() -> book(town.transfer(account, payee, 2_001)))
                .hasStackTraceContaining("account_not_overdrawn");

        tab(code, 5_000L);
        assertThat(ledger.creditLine(account)).isEqualTo(new CreditLine(5_000, 3_000));
        assertThat(ledger.balance(account.id()).available()).isZero();
        assertThatThrownBy(() -> book(town.transfer(account, payee, 1)))
                .as("nothing is spent out of excess")
                .hasStackTraceContaining("account_not_overdrawn");
        topUps.book(new TopUps.Order(UUID.randomUUID().toString(), code, 1_000, "USD", "test"));
        assertThat(ledger.creditLine(account)).as("paid down first").isEqualTo(new CreditLine(5_000, 2_000));

        tab(code, 7_500L);
        assertThat(ledger.creditLine(account)).isEqualTo(new CreditLine(7_500, 0));
        assertThat(ledger.balance(account.id()).available()).isEqualTo(500);
        onboarding.customer(
                code, new CustomerTerms(CustomerContract.prepaid("A customer"), "USD", null), Town.OPERATOR);
        assertThat(ledger.creditLine(account)).isEqualTo(new CreditLine(0, 7_000));
        assertThat(audit.page("customer:" + code, 0, 50))
                .filteredOn(entry -> entry.action().startsWith("customer."))
                .extracting(AuditEntry::detail)
                .last()
                .asString()
                .contains("\"excess\":7000");
        assertThatThrownBy(() -> onboarding.customer(
                        code, new CustomerTerms(CustomerContract.prepaid("A customer"), "USD", 1L), Town.OPERATOR))
                .isInstanceOf(MicropaymentRefused.class);
    }

    @Test
    void auditsAContractOnceForEachChange() {
        String vendor = town.vendor();
        VendorContract contract = new VendorContract("A vendor", "press", 3, IBAN, 500);
        onboarding.vendor(vendor, contract, "USD", Town.OPERATOR);
        onboarding.vendor(vendor, contract, "USD", Town.OPERATOR);
        assertThat(vendors.get(vendor).contract()).isEqualTo(contract);
        assertThat(actions("vendor:" + vendor)).containsExactly("vendor.added", "item.published", "vendor.changed");
        assertThat(audit.page("vendor:" + vendor, 0, 10).get(2)).satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo(Town.OPERATOR);
            assertThat(entry.detail()).contains("\"conditionalDays\":3", "\"conditionalDays\":1", IBAN);
        });
    }

    @Test
    void drainsACustomerBeforeTheEnd() throws Exception {
        String code = town.customer(1_000);
        Account account = town.live(code);
        String vendor = town.vendor();
        String identifier = town.consent(code, vendor);
        TopUpRequest pending = requests.request(code, 500, "USD", IBAN);
        step(code, Customer.Status.CLOSING);
        assertThat(town.count("consent", "identifier = ? and state = 'WITHDRAWN'", identifier))
                .isEqualTo(1);
        assertThatThrownBy(() -> town.consent(code, vendor)).isInstanceOf(PartyRefused.class);
        assertThatThrownBy(() -> requests.request(code, 500, "USD", IBAN)).isInstanceOf(PartyRefused.class);
        assertThatThrownBy(() -> step(code, Customer.Status.CLOSED))
                .hasMessageContaining("1 pending top-up requests")
                .hasMessageContaining("1000 units of USD");
        requests.giveBack(pending.id(), "no money came", "test");
        assertThatThrownBy(() -> step(code, Customer.Status.CLOSED))
                .hasMessageContaining("1000 units of USD")
                .hasMessageNotContaining("pending");
        book(new Transfer(
                UUID.randomUUID(), account.id(), town.conditional(vendor).id(), 1_000, "USD", Cause.MICROPAYMENT));
        step(code, Customer.Status.CLOSED);
        assertThat(town.live(code).status()).isEqualTo(AccountStatus.CLOSED);
        assertThatThrownBy(() -> topUps.book(new TopUps.Order(UUID.randomUUID().toString(), code, 50, "USD", "test")))
                .isInstanceOf(MicropaymentRefused.class);
        assertThat(customers.get(code).status()).isEqualTo(Customer.Status.CLOSED);
    }

    @Test
    void booksATopUpRequestOnceThoughSeveralOperatorsDo() throws Exception {
        String code = town.customer(0);
        TopUpRequest request = requests.request(code, 700, "USD", IBAN);
        List<CompletableFuture<TopUpRequest>> operators = IntStream.range(0, 4)
                .mapToObj(i -> transactions.meanwhile(() -> requests.book(request.id(), "operator" + i)))
                .toList();
        assertThat(operators.stream().map(CompletableFuture::join).map(TopUpRequest::transferId))
                .doesNotContainNull()
                .containsOnly(operators.get(0).join().transferId());
        assertThat(ledger.balance(town.live(code).id()).amount()).isEqualTo(700);
        assertThat(actions("customer:" + code)).containsExactly("customer.added", "top-up.requested", "top-up.booked");
        assertThat(town.count("outbox", "topic = 'top-up.booked' and payload like ?", "%" + code + "%"))
                .isEqualTo(1);
        assertThatThrownBy(() -> requests.giveBack(request.id(), "too late", "test"))
                .isInstanceOf(MicropaymentRefused.class);
    }

    @Test
    void returnsATopUpRequestOnceAndBooksItNeverAfter() {
        String code = town.customer(0);
        TopUpRequest request = requests.request(code, 700, "USD", IBAN);
        TopUpRequest returned = requests.giveBack(request.id(), "account is blocked", "test");
        assertThat(returned.state()).isEqualTo(TopUpRequest.State.RETURNED);
        assertThat(returned.returnReason()).isEqualTo("account is blocked");
        assertThat(requests.giveBack(request.id(), "again", "other")).isEqualTo(returned);
        assertThatThrownBy(() -> requests.book(request.id(), "test")).isInstanceOf(MicropaymentRefused.class);
        assertThat(ledger.balance(town.live(code).id()).amount()).isZero();
        assertThat(requests.of(code, null, 10)).containsExactly(returned);
        assertThatThrownBy(() -> requests.request(code, 700, "USD", "DE88370400440532013000"))
                .isInstanceOf(MicropaymentRefused.class);
    }

    @Test
    void doesNotLetANewContractUndoAStepTakenMeanwhile() throws Exception {
        String vendor = town.vendor();
        CountDownLatch stepped = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Boolean> step = transactions.meanwhile(() -> transactions.commit(() -> {
            step(vendor, Vendor.Status.SUSPENDED);
            stepped.countDown();
            return goOn.await(20, TimeUnit.SECONDS);
        }));
        stepped.await();
        CompletableFuture<Vendor> contract = transactions.meanwhile(
                () -> onboarding.vendor(vendor, VendorContract.usual("A new name"), "USD", Town.OPERATOR));
        Poll.until("the contract waits for the step", () -> town.waiting("transactionid") > 0);
        goOn.countDown();
        step.join();
        contract.join();
        assertThat(vendors.get(vendor).status()).isEqualTo(Vendor.Status.SUSPENDED);
        assertThat(vendors.get(vendor).name()).isEqualTo("A new name");
    }

    private void tab(String code, @Nullable Long limit) {
        CustomerContract contract = new CustomerContract(
                "A customer", Customer.Kind.TAB, new Mandate("M-1", IBAN, LocalDate.of(2026, 1, 1)));
        onboarding.customer(code, new CustomerTerms(contract, "USD", limit), Town.OPERATOR);
    }

    /** A transaction that has entered the gate, as a batch does. */
    private CompletableFuture<Boolean> insideTheGate(CountDownLatch goOn) throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CompletableFuture<Boolean> booking = transactions.meanwhile(() -> transactions.commit(() -> {
            days.enter(BusinessDays.MAIN_CALENDAR);
            entered.countDown();
            return goOn.await(20, TimeUnit.SECONDS);
        }));
        entered.await();
        return booking;
    }

    private Vendor step(String vendor, Vendor.Status to) {
        return relationships.changeVendor(vendor, to, REASON, Town.OPERATOR);
    }

    private Customer step(String customer, Customer.Status to) {
        return relationships.changeCustomer(customer, to, REASON, Town.OPERATOR);
    }

    private List<String> actions(String subject) {
        return audit.page(subject, 0, AuditTrail.MOST_ON_A_PAGE).stream()
                .map(AuditEntry::action)
                .toList();
    }

    private void book(Transfer transfer) throws Exception {
        transactions.commit(() -> {
            LocalDate day = days.enter(BusinessDays.MAIN_CALENDAR);
            ledger.lock(Set.of(transfer.debitAccount(), transfer.creditAccount()));
            ledger.book(day, List.of(transfer));
            return null;
        });
    }
}
