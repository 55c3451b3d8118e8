package dev.farthing.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.farthing.seed.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: every command that a lane accepts is answered exactly once, whatever happens around it, and every one that it does
 * not accept is never begun. Method: batches that stop at a latch put the lane into the state of interest; storms of seeded
 * threads look for the interleavings that nobody thought of.
 */
@Timeout(60)
class LanesTest {
    private static final Duration DRAIN = Duration.ofSeconds(20);
    private static final Object GROUP = "group";
    private static final LaneLimits ONE_LANE = new LaneLimits(1, 4, 6);

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        released.countDown();
    }

    @Test
    void answersACommandWithItsResult() throws InterruptedException {
        Lanes<Integer, Integer> lanes = start(ONE_LANE, LanesTest::doubled);
        assertThat(lanes.submit("key", GROUP, 21).join()).isEqualTo(42);
        assertThat(lanes.isAlive()).isTrue();
        lanes.drain(DRAIN);
        assertThat(lanes.isAlive()).isFalse();
    }

    @Test
    void gathersWhatWaitsIntoBatchesOfTheLimit() throws InterruptedException {
        Lanes<Integer, Integer> lanes = start(ONE_LANE, this::stopAtTheFirstBatch);
        List<CompletableFuture<Integer>> answers = new ArrayList<>(List.of(lanes.submit("key", GROUP, 0)));
        begun.await();
        IntStream.rangeClosed(1, 6).forEach(i -> answers.add(lanes.submit("key", GROUP, i)));
        assertThat(lanes.depth()).isEqualTo(6);
        released.countDown();
        assertThat(answers.stream().map(CompletableFuture::join)).containsExactly(0, 2, 4, 6, 8, 10, 12);
        assertThat(batches).containsExactly(List.of(0), List.of(1, 2, 3, 4), List.of(5, 6));
        lanes.drain(DRAIN);
    }

    @Test
    void refusesOneCommandMoreThanTheQueueHoldsAndNeverBeginsIt() throws InterruptedException {
        Lanes<Integer, Integer> lanes = start(ONE_LANE, this::stopAtTheFirstBatch);
        List<CompletableFuture<Integer>> answers = new ArrayList<>(List.of(lanes.submit("key", GROUP, 0)));
        begun.await();
        IntStream.rangeClosed(1, 6).forEach(i -> answers.add(lanes.submit("key", GROUP, i)));
        assertThatExceptionOfType(LaneFull.class).isThrownBy(() -> lanes.submit("key", GROUP, 7));
        released.countDown();
        answers.forEach(CompletableFuture::join);
        assertThat(lanes.submit("key", GROUP, 8).join()).isEqualTo(16);
        assertThat(batches.stream().flatMap(List::stream)).doesNotContain(7).contains(8);
        lanes.drain(DRAIN);
    }

    @Test
    void servesGroupsInTurnAndEachInItsOrder() throws InterruptedException {
        Lanes<Integer, Integer> lanes = start(new LaneLimits(1, 4, 20), this::stopAtTheFirstBatch);
        List<CompletableFuture<Integer>> answers = new ArrayList<>(List.of(lanes.submit("key", GROUP, 0)));
        begun.await();
        IntStream.rangeClosed(1, 6).forEach(i -> answers.add(lanes.submit("key", "many", i)));
        answers.add(lanes.submit("key", "one", 7));
        answers.add(lanes.submit("key", "two", 8));
        answers.add(lanes.submit("key", "two", 9));
        released.countDown();
        answers.forEach(CompletableFuture::join);
        assertThat(batches).containsExactly(List.of(0), List.of(1, 7, 8, 2), List.of(9, 3, 4, 5), List.of(6));
        lanes.drain(DRAIN);
    }

    @Test
    void keepsItsDistanceWhileCommandsComeInCompany() throws InterruptedException {
        Lanes<Integer, Integer> lanes =
                start(new LaneLimits(1, 3, 20, Duration.ofMinutes(1)), this::stopAtTheFirstBatch);
        // Who comes alone waits for nobody, and neither does who comes after it.
        CompletableFuture<Integer> alone = lanes.submit("key", GROUP, 1);
        begun.await();
        CompletableFuture<Integer> second = lanes.submit("key", GROUP, 2);
        CompletableFuture<Integer> third = lanes.submit("key", GROUP, 3);
        released.countDown();
        assertThat(alone.join() + second.join() + third.join()).isEqualTo(12);
        CompletableFuture<Integer> fourth = lanes.submit("key", GROUP, 4);
        CompletableFuture<Integer> fifth = lanes.submit("key", GROUP, 5);
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> fourth.get(50, TimeUnit.MILLISECONDS));
        // Three are a whole batch: nobody waits for a fourth.
        CompletableFuture<Integer> sixth = lanes.submit("key", GROUP, 6);
        assertThat(fourth.join() + fifth.join() + sixth.join()).isEqualTo(30);
        CompletableFuture<Integer> last = lanes.submit("key", GROUP, 7);
        // A lane that closes does not wait either.
        lanes.drain(DRAIN);
        assertThat(last.join()).isEqualTo(14);
        assertThat(batches).containsExactly(List.of(1), List.of(2, 3), List.of(4, 5, 6), List.of(7));
    }

    @Test
    void keepsItsDistanceForNoLongerThanItSays() throws InterruptedException {
        Lanes<Integer, Integer> lanes =
                start(new LaneLimits(1, 3, 20, Duration.ofMillis(1)), this::stopAtTheFirstBatch);
        CompletableFuture<Integer> first = lanes.submit("key", GROUP, 1);
        begun.await();
        List<CompletableFuture<Integer>> company = IntStream.rangeClosed(2, 3)
                .mapToObj(i -> lanes.submit("key", GROUP, i))
                .toList();
        released.countDown();
        first.join();
        company.forEach(CompletableFuture::join);
        assertThat(lanes.submit("key", GROUP, 4).join()).isEqualTo(8);
        lanes.drain(DRAIN);
    }

    @Test
    void makesTheLargestGroupGiveWayWhenItIsFull() throws InterruptedException {
        Lanes<Integer, Integer> lanes = start(ONE_LANE, this::stopAtTheFirstBatch);
        CompletableFuture<Integer> first = lanes.submit("key", GROUP, 0);
        begun.await();
        List<CompletableFuture<Integer>> many = IntStream.rangeClosed(1, 6)
                .mapToObj(i -> lanes.submit("key", "many", i))
                .toList();
        List<CompletableFuture<Integer>> few = IntStream.rangeClosed(7, 9)
                .mapToObj(i -> lanes.submit("key", "few", i))
                .toList();
        // Three each now: nobody has more than the other to give.
        assertThatExceptionOfType(LaneFull.class).isThrownBy(() -> lanes.submit("key", "few", 10));
        assertThatExceptionOfType(LaneFull.class).isThrownBy(() -> lanes.submit("key", "many", 11));
        many.subList(3, 6).forEach(displaced -> assertThat(failureOf(displaced)).isInstanceOf(LaneFull.class));
        released.countDown();
        first.join();
        many.subList(0, 3).forEach(CompletableFuture::join);
        few.forEach(CompletableFuture::join);
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrder(0, 1, 2, 3, 7, 8, 9);
        lanes.drain(DRAIN);
    }

    @Test
    void saysWhenABatchIsAtWorkForTooLong() throws InterruptedException {
        Lanes<Integer, Integer> lanes = start(ONE_LANE, this::stopAtTheFirstBatch);
        assertThat(lanes.isStuck(Duration.ZERO)).isFalse();
        CompletableFuture<Integer> answer = lanes.submit("key", GROUP, 0);
        begun.await();
        assertThat(lanes.isStuck(Duration.ofMinutes(1))).isFalse();
        assertThat(lanes.isStuck(Duration.ZERO)).isTrue();
        released.countDown();
        answer.join();
        lanes.drain(DRAIN);
        assertThat(lanes.isStuck(Duration.ZERO)).isFalse();
    }

    @Test
    void failsTheCommandsOfAFailingBatchAndGoesOn() throws InterruptedException {
        Lanes<Integer, Integer> lanes = start(ONE_LANE, commands -> {
            if (commands.contains(13)) {
                throw new IllegalStateException("thirteen");
            }
            if (commands.contains(14)) {
                throw new AssertionError("fourteen");
            }
            return doubled(commands);
        });
        assertThat(failureOf(lanes.submit("key", GROUP, 13)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("thirteen");
        assertThat(failureOf(lanes.submit("key", GROUP, 14)))
                .isInstanceOf(AssertionError.class)
                .hasMessage("fourteen");
        assertThat(lanes.submit("key", GROUP, 15).join()).isEqualTo(30);
        lanes.drain(DRAIN);
    }

    @Test
    void failsABatchThatAnswersTooFew() throws InterruptedException {
        Lanes<Integer, Integer> lanes = start(ONE_LANE, commands -> List.of());
        assertThat(failureOf(lanes.submit("key", GROUP, 1))).isInstanceOf(IllegalStateException.class);
        lanes.drain(DRAIN);
    }

    @Test
    void answersEverythingAcceptedBeforeItIsDrainedAndRefusesWhatComesLater() throws InterruptedException {
        Lanes<Integer, Integer> lanes = start(ONE_LANE, this::stopAtTheFirstBatch);
        List<CompletableFuture<Integer>> answers = new ArrayList<>(List.of(lanes.submit("key", GROUP, 0)));
        begun.await();
        IntStream.rangeClosed(1, 6).forEach(i -> answers.add(lanes.submit("key", GROUP, i)));
        CompletableFuture<Void> drained = CompletableFuture.runAsync(() -> drain(lanes, DRAIN));
        waitUntilClosing(lanes, answers);
        released.countDown();
        drained.join();
        assertThat(answers).allMatch(CompletableFuture::isDone);
        assertThat(answers.subList(0, 7).stream().map(CompletableFuture::join)).containsExactly(0, 2, 4, 6, 8, 10, 12);
        assertThatExceptionOfType(LaneFull.class).isThrownBy(() -> lanes.submit("key", GROUP, 99));
    }

    @Test
    void givesUpWhatABlockedBatchKeepsWaitingWhenTheDrainTakesTooLong() throws InterruptedException {
        Lanes<Integer, Integer> lanes = start(ONE_LANE, this::stopAtTheFirstBatch);
        CompletableFuture<Integer> atWork = lanes.submit("key", GROUP, 0);
        begun.await();
        CompletableFuture<Integer> waiting = lanes.submit("key", GROUP, 1);
        lanes.drain(Duration.ofMillis(1));
        assertThat(failureOf(waiting)).isInstanceOf(LaneFull.class);
        assertThat(atWork).isNotDone();
        released.countDown();
        assertThat(atWork.join()).isEqualTo(0);
        assertThat(batches).containsExactly(List.of(0));
    }

    @Test
    void refusesAllWhenItsThreadIsInterrupted() throws InterruptedException {
        Lanes<Integer, Integer> lanes = start(ONE_LANE, LanesTest::doubled);
        threads.get(0).interrupt();
        threads.get(0).join();
        assertThat(lanes.isAlive()).isFalse();
        assertThatExceptionOfType(LaneFull.class).isThrownBy(() -> lanes.submit("key", GROUP, 1));
    }

    @Test
    void needsAtLeastOneOfEachLimit() {
        assertThatIllegalArgumentException().isThrownBy(() -> new LaneLimits(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new LaneLimits(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new LaneLimits(1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new LaneLimits(1, 1, 1, Duration.ofMillis(-1)));
    }

    @Test
    void answersAStormOfCommandsOnceEachInTheirOrderWithinAKey() {
        Random random = Seed.of(LanesTest.class);
        for (int round = 0; round < 40; round++) {
            LaneLimits limits =
                    new LaneLimits(1 + random.nextInt(4), 1 + random.nextInt(50), 500 + random.nextInt(500));
            Map<Integer, List<Integer>> seenByKey = new ConcurrentHashMap<>();
            Lanes<Integer, Integer> lanes = start(limits, commands -> {
                assertThat(commands).hasSizeLessThanOrEqualTo(limits.batchLimit());
                commands.forEach(c -> seenByKey
                        .computeIfAbsent(c / 100, k -> new CopyOnWriteArrayList<>())
                        .add(c));
                return doubled(commands);
            });
            // Four threads of a hundred commands each; a thread is a key, and its commands are in order.
            inParallel(4, key -> IntStream.range(0, 100)
                    .mapToObj(i -> lanes.submit(key, GROUP, key * 100 + i))
                    .toList()
                    .forEach(answer -> assertThat(answer.join() % 2).isZero()));
            assertThat(seenByKey).hasSize(4).allSatisfy((key, seen) -> assertThat(seen)
                    .containsExactlyElementsOf(
                            IntStream.range(key * 100, key * 100 + 100).boxed().toList()));
            drain(lanes, DRAIN);
        }
    }

    @Test
    void neitherLosesNorBeginsByMistakeWhatIsSubmittedWhileItCloses() {
        Random random = Seed.of(LanesTest.class);
        for (int round = 0; round < 200; round++) {
            Map<Integer, Boolean> begunCommands = new ConcurrentHashMap<>();
            Map<Integer, CompletableFuture<Integer>> accepted = new ConcurrentHashMap<>();
            Map<Integer, Boolean> refused = new ConcurrentHashMap<>();
            Lanes<Integer, Integer> lanes = start(new LaneLimits(2, 8, 1_000), commands -> {
                commands.forEach(c -> begunCommands.put(c, true));
                return doubled(commands);
            });
            int closeAfter = random.nextInt(300);
            inParallel(3, thread -> IntStream.range(0, 300).forEach(i -> {
                if (thread == 0 && i == closeAfter) {
                    drain(lanes, DRAIN);
                }
                int command = thread * 1_000 + i;
                try {
                    accepted.put(command, lanes.submit(command, GROUP, command));
                } catch (LaneFull e) {
                    refused.put(command, true);
                }
            }));
            assertThat(accepted.size() + refused.size()).isEqualTo(900);
            accepted.forEach((command, answer) -> assertThat(answer).isDone());
            accepted.forEach((command, answer) ->
                    assertThat(begunCommands.containsKey(command)).isEqualTo(!answer.isCompletedExceptionally()));
            assertThat(begunCommands).doesNotContainKeys(refused.keySet().toArray(Integer[]::new));
        }
    }

    private Lanes<Integer, Integer> start(LaneLimits limits, Function<List<Integer>, List<Integer>> batch) {
        return Lanes.start(
                "test",
                limits,
                work -> {
                    Thread thread = new Thread(work, "lane-under-test");
                    thread.setDaemon(true);
                    threads.add(thread);
                    return thread;
                },
                batch);
    }

    private List<Integer> stopAtTheFirstBatch(List<Integer> commands) {
        batches.add(commands);
        begun.countDown();
        try {
            assertThat(released.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return doubled(commands);
    }

    private static List<Integer> doubled(List<Integer> commands) {
        return commands.stream().map(c -> c * 2).toList();
    }

    /** Closing shows only by its refusals; the queue is full until then, so what is tried here changes nothing. */
    private static void waitUntilClosing(
            Lanes<Integer, Integer> lanes, List<CompletableFuture<Integer>> alreadyAccepted) {
        assertThatExceptionOfType(LaneFull.class).isThrownBy(() -> lanes.submit("key", GROUP, 7));
        assertThat(alreadyAccepted.subList(1, 7)).noneMatch(CompletableFuture::isDone);
    }

    private static void drain(Lanes<?, ?> lanes, Duration limit) {
        try {
            lanes.drain(limit);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void inParallel(int threadCount, java.util.function.IntConsumer work) {
        CountDownLatch together = new CountDownLatch(threadCount);
        List<CompletableFuture<Void>> all = IntStream.range(0, threadCount)
                .mapToObj(i -> {
                    CompletableFuture<Void> done = new CompletableFuture<>();
                    new Thread(() -> {
                                try {
                                    together.countDown();
                                    together.await();
                                    work.accept(i);
                                    done.complete(null);
                                } catch (InterruptedException | RuntimeException | Error e) {
                                    done.completeExceptionally(e);
                                }
                            })
                            .start();
                    return done;
                })
                .toList();
        all.forEach(CompletableFuture::join);
    }

    private static Throwable failureOf(CompletableFuture<?> answer) {
        try {
            answer.orTimeout(30, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            return java.util.Objects.requireNonNull(e.getCause());
        }
        throw new AssertionError("The command was answered");
    }
}
