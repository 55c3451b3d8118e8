package dev.farthing.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.idempotency.Answer;
import dev.farthing.idempotency.IdempotencyConflict;
import dev.farthing.idempotency.IdempotentWrites;
import dev.farthing.party.PartyRefused;
import dev.farthing.party.VendorContract;
import dev.farthing.party.Vendors;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: a write with an idempotency key has its effect once, whatever is sent again, at once or after a refusal.
 * Method: the effect takes a vendor on and counts its own turns; the vendor's row tells whether it was committed.
 */
@Tag("container")
@Timeout(120)
class IdempotencyContainerIT extends ContainerScenario {
    private static final String CALLER = "operator:test";
    private static final String HASH = "ab".repeat(32);
    private static final long PATIENCE_SECONDS = 20;

    @Inject
    private IdempotentWrites writes;

    @Inject
    private Vendors vendors;

    @Inject
    private Transactions transactions;

    private final AtomicInteger turns = new AtomicInteger();

    @Test
    void answersTheSameRequestFromWhatIsStored() {
        String key = key();
        String vendor = vendorCode();

        Answer.Given first = writes.once(CALLER, key, HASH, taking(vendor));
        Answer.Given again = writes.once(CALLER, key, HASH, taking(vendor));

        assertThat(first.replayed()).isFalse();
        assertThat(again).isEqualTo(new Answer.Given(first.answer(), true));
        assertThat(turns).hasValue(1);
    }

    @Test
    void refusesAnotherRequestUnderTheSameKeyAndChangesNothing() {
        String key = key();
        writes.once(CALLER, key, HASH, taking(vendorCode()));
        String other = vendorCode();

        assertThatThrownBy(() -> writes.once(CALLER, key, "cd".repeat(32), taking(other)))
                .isInstanceOf(IdempotencyConflict.class);

        assertThat(town.count("vendor", "code = ?", other)).isZero();
    }

    @Test
    void keepsTheKeysOfCallersApart() {
        String key = key();
        writes.once(CALLER, key, HASH, taking(vendorCode()));

        assertThat(writes.once("vendor:test", key, HASH, taking(vendorCode())).replayed())
                .isFalse();
        assertThat(turns).hasValue(2);
    }

    @Test
    void storesNoRefusalSoThatTheKeyServesAgain() {
        String key = key();
        String vendor = vendorCode();

        assertThatThrownBy(() -> writes.once(CALLER, key, HASH, () -> {
                    vendors.put(vendor, VendorContract.usual("Rolled back"));
                    vendors.get("nobody-of-this-name");
                    return new Answer(201, "{}");
                }))
                .isInstanceOf(PartyRefused.class);
        assertThat(town.count("vendor", "code = ?", vendor)).isZero();

        assertThat(writes.once(CALLER, key, HASH, taking(vendor)).replayed()).isFalse();
        assertThat(town.count("vendor", "code = ?", vendor)).isOne();
    }

    @Test
    void aSecondRequestWaitsForTheEndOfTheFirst() throws Exception {
        String key = key();
        String vendor = vendorCode();
        CountDownLatch under = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Answer.Given> first = transactions.meanwhile(() -> writes.once(CALLER, key, HASH, () -> {
            under.countDown();
            await(end);
            return taking(vendor).get();
        }));
        await(under);
        int others = town.waiting("transactionid");

        CompletableFuture<Answer.Given> second =
                transactions.meanwhile(() -> writes.once(CALLER, key, HASH, taking(vendor)));
        Poll.until("the second waits", () -> town.waiting("transactionid") > others);
        assertThat(second).isNotDone();
        end.countDown();

        assertThat(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS).replayed()).isFalse();
        assertThat(second.get(PATIENCE_SECONDS, TimeUnit.SECONDS).replayed()).isTrue();
        assertThat(turns).hasValue(1);
    }

    @Test
    void ofManyAtOnceOneHasTheEffect() throws Exception {
        String key = key();
        String vendor = vendorCode();
        List<CompletableFuture<Answer.Given>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(transactions.meanwhile(() -> writes.once(CALLER, key, HASH, taking(vendor))));
        }
        int replayed = 0;
        for (CompletableFuture<Answer.Given> one : all) {
            replayed += one.get(PATIENCE_SECONDS, TimeUnit.SECONDS).replayed() ? 1 : 0;
        }
        assertThat(replayed).isEqualTo(19);
        assertThat(turns).hasValue(1);
    }

    @Test
    void forgetsWhatIsOlderThanADayAndNothingYounger() {
        String old = key();
        String young = key();
        Instant now = Clock.systemUTC().instant();
        store(old, now.minus(IdempotentWrites.KEPT).minusSeconds(60));
        store(young, now.minus(IdempotentWrites.KEPT).plus(Duration.ofMinutes(5)));

        writes.forget();

        assertThat(town.count("idempotent_write", "key = ?", old)).isZero();
        assertThat(town.count("idempotent_write", "key = ?", young)).isOne();
    }

    private void store(String key, Instant at) {
        database.write(sql -> sql.execute(
                "insert into idempotent_write (caller, key, request_hash, status, created_at) values (?, ?, ?, 200, ?)",
                CALLER,
                key,
                HASH,
                at));
    }

    private Supplier<Answer> taking(String vendor) {
        return () -> {
            turns.incrementAndGet();
            vendors.put(vendor, VendorContract.usual("A vendor"));
            return new Answer(201, "{\"vendor\":\"" + vendor + "\"}");
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    private static String key() {
        return "key-" + UUID.randomUUID();
    }

    private static String vendorCode() {
        return "vendor-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
