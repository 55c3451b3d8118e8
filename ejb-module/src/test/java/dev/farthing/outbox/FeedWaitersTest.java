package dev.farthing.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is let go and when, with a clock that the test moves; and that nobody waits past the bounds. */
class FeedWaitersTest {
    private static final long LATER = 1_000;

    private final FeedWaiters waiters = new FeedWaiters(3, 2);

    @Test
    void letsGoWhoseFeedHasPassedTheirNumber() {
        CompletableFuture<Void> behind = waiters.await(7, 4, LATER);
        CompletableFuture<Void> ahead = waiters.await(7, 5, LATER);
        CompletableFuture<Void> elsewhere = waiters.await(8, 0, LATER);
        waiters.letGo(Map.of(7L, 5L), 0);
        assertThat(behind).isDone();
        assertThat(ahead).isNotDone();
        assertThat(elsewhere).isNotDone();
        assertThat(waiters.feeds()).containsExactlyInAnyOrder(7L, 8L);
        assertThat(waiters.count()).isEqualTo(2);
    }

    @Test
    void letsGoWhoseTimeIsOver() {
        CompletableFuture<Void> waiting = waiters.await(7, 4, LATER);
        waiters.letGo(Map.of(), LATER - 1);
        assertThat(waiting).isNotDone();
        waiters.letGo(Map.of(), LATER);
        assertThat(waiting).isDone();
        assertThat(waiters.feeds()).isEmpty();
    }

    @Test
    void letsNobodyElseWaitPastTheBounds() {
        CompletableFuture<Void> first = waiters.await(7, 0, LATER);
        CompletableFuture<Void> second = waiters.await(7, 0, LATER);
        assertThatExceptionOfType(FeedsFull.class).as("of one feed").isThrownBy(() -> waiters.await(7, 0, LATER));
        CompletableFuture<Void> elsewhere = waiters.await(8, 0, LATER);
        assertThatExceptionOfType(FeedsFull.class).as("over all").isThrownBy(() -> waiters.await(9, 0, LATER));
        waiters.letGo(Map.of(7L, 1L), 0);
        assertThat(first).isDone();
        assertThat(second).isDone();
        assertThat(elsewhere).isNotDone();
        assertThat(waiters.await(9, 0, LATER)).as("there is room again").isNotDone();
    }

    @Test
    void letsEverybodyGoAtTheEnd() {
        CompletableFuture<Void> waiting = waiters.await(7, 4, LATER);
        waiters.letAllGo();
        assertThat(waiting).isDone();
        assertThat(waiters.count()).isZero();
    }
}
