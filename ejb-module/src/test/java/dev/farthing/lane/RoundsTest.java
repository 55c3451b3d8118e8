package dev.farthing.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: a turn comes soon after a nudge and some time without one, and none after the end. Method: pauses so long that only a nudge can
 * explain a turn, or so short that one must come.
 */
@Timeout(60)
class RoundsTest {
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofHours(1);

    private final Semaphore turns = new Semaphore(0);

    @Test
    void takesATurnAtOnceAndThenOneForANudge() throws InterruptedException {
        Rounds rounds = Rounds.start("test", AT_ONCE, NEVER, Thread::new, turns::release);
        awaitTurn();
        rounds.nudge();
        awaitTurn();
        assertThat(turns.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
        rounds.close();
    }

    @Test
    void seesWorkThatCameDuringATurn() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Rounds rounds = Rounds.start("test", AT_ONCE, NEVER, Thread::new, () -> {
            begun.countDown();
            awaitUninterruptibly(goOn);
            turns.release();
        });
        begun.await();
        rounds.nudge();
        goOn.countDown();
        awaitTurn();
        awaitTurn();
        rounds.close();
    }

    @Test
    void comesWithoutANudgeToo() throws InterruptedException {
        Rounds rounds = Rounds.start("test", AT_ONCE, AT_ONCE, Thread::new, turns::release);
        awaitTurn();
        awaitTurn();
        awaitTurn();
        rounds.close();
    }

    @Test
    void goesOnAfterATurnThatFails() throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        Rounds rounds = Rounds.start("test", AT_ONCE, AT_ONCE, Thread::new, () -> {
            turns.release();
            if (count.incrementAndGet() == 1) {
                throw new IllegalStateException("once");
            }
        });
        awaitTurn();
        awaitTurn();
        rounds.close();
    }

    @Test
    void endsAtOnceWhileItWaits() throws InterruptedException {
        Rounds rounds = Rounds.start("test", AT_ONCE, NEVER, Thread::new, turns::release);
        awaitTurn();
        long began = System.nanoTime();
        rounds.close();
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(9));
        rounds.nudge();
        assertThat(turns.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
    }

    private void awaitTurn() throws InterruptedException {
        assertThat(turns.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
