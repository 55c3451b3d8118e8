package dev.farthing.micropayment;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.farthing.lane.LaneLimits;
import dev.farthing.lane.Lanes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: a bulk settles each of its purchases once, never has more than a wave in the lanes, and is answered in time. Method: real
 * lanes, small ones, over batches that the test plays.
 */
@Timeout(60)
class BulkRunTest {
    private static final long PLENTY_MILLIS = 50_000;
    private static final List<RefusalCode> CODES = List.of(RefusalCode.values());
    private static final LaneLimits USUAL = new LaneLimits(2, 256, 4096);

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Map<String, AtomicInteger> begun = new ConcurrentHashMap<>();
    private final AtomicInteger inLanes = new AtomicInteger();
    private final AtomicInteger mostInLanes = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Lanes<Command, Settled>> started = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        released.countDown();
        for (Lanes<Command, Settled> lanes : started) {
            lanes.drain(Duration.ofSeconds(10));
        }
        threads.shutdownNow();
    }

    @Test
    void settlesEachOnceInTheirOrder() {
        Lanes<Command, Settled> lanes = start(USUAL, this::settle);
        List<Settled> settled = run(lanes, 1000, PLENTY_MILLIS);
        assertThat(settled).hasSize(1000);
        for (int i = 0; i < 1000; i++) {
            assertThat(settled.get(i)).isEqualTo(outcome("s" + i));
        }
        assertThat(begun.values()).hasSize(1000).allSatisfy(count -> assertThat(count)
                .hasValue(1));
        assertThat(mostInLanes.get()).isLessThanOrEqualTo(BulkRun.WAVE);
    }

    @Test
    void takesLongerQueuesThanThereAreByTurns() {
        Lanes<Command, Settled> lanes = start(new LaneLimits(2, 4, 8), this::settle);
        List<Settled> settled = run(lanes, 300, PLENTY_MILLIS);
        assertThat(settled).doesNotContain(Settled.undecided(true)).hasSize(300);
        assertThat(begun.values()).hasSize(300).allSatisfy(count -> assertThat(count)
                .hasValue(1));
    }

    @Test
    void tellsWhatItKnowsWhenTimeIsUp() {
        Lanes<Command, Settled> lanes = start(new LaneLimits(2, 4, 4096), this::settleButTheLast);
        List<Settled> settled = run(lanes, 100, 500);
        assertThat(settled.get(0)).isEqualTo(outcome("s0"));
        assertThat(settled).contains(Settled.undecided(true));
        // What was in a lane is decided all the same.
        released.countDown();
    }

    @Test
    void beginsNoOtherWaveWhenTimeIsUp() throws InterruptedException {
        Lanes<Command, Settled> lanes = start(new LaneLimits(1, 4, 4096), this::settleButTheLast);
        run(lanes, BulkRun.WAVE + 1, 500);
        released.countDown();
        // The one lane has answered all before it then, and the bulk has heard of it when its threads are done.
        lanes.submit("any", "group", command(BulkRun.WAVE + 1)).join();
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        lanes.drain(Duration.ofSeconds(10));
        assertThat(begun).hasSize(BulkRun.WAVE + 1).doesNotContainKey("s" + BulkRun.WAVE);
    }

    @Test
    void whatABrokenBatchHadMayBeBooked() {
        Lanes<Command, Settled> lanes = start(USUAL, commands -> {
            throw new IllegalStateException("as played");
        });
        assertThat(run(lanes, 3, PLENTY_MILLIS)).containsOnly(Settled.undecided(true));
    }

    @Test
    void closedLanesAreToldAsPending() throws InterruptedException {
        Lanes<Command, Settled> lanes = start(USUAL, this::settle);
        lanes.drain(Duration.ofSeconds(10));
        assertThat(run(lanes, 3, 300)).containsOnly(Settled.undecided(true));
        assertThat(begun).isEmpty();
    }

    private Lanes<Command, Settled> start(LaneLimits limits, Function<List<Command>, List<Settled>> batch) {
        Lanes<Command, Settled> lanes = Lanes.start("bulk-test", limits, Thread::new, batch);
        started.add(lanes);
        return lanes;
    }

    private List<Settled> run(Lanes<Command, Settled> lanes, int count, long limitMillis) {
        List<Command> commands =
                IntStream.range(0, count).mapToObj(BulkRunTest::command).toList();
        return new BulkRun(commands, command -> enter(lanes, command), threads)
                .run(limitMillis)
                .orTimeout(PLENTY_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }

    private static Command command(int number) {
        return new PayCommand(
                new Command.Origin("kiosk", "kid", "s" + number, "00", UuidCreator.getTimeOrderedEpoch()),
                "c" + number % 7,
                "i",
                1,
                null);
    }

    private CompletableFuture<Settled> enter(Lanes<Command, Settled> lanes, Command command) {
        CompletableFuture<Settled> answer = lanes.submit(((PayCommand) command).customer(), command.vendor(), command);
        mostInLanes.accumulateAndGet(inLanes.incrementAndGet(), Math::max);
        return answer;
    }

    private List<Settled> settle(List<Command> commands) {
        List<Settled> settled = new ArrayList<>();
        for (Command command : commands) {
            begun.computeIfAbsent(command.submissionId(), id -> new AtomicInteger())
                    .incrementAndGet();
            settled.add(outcome(command.submissionId()));
        }
        inLanes.addAndGet(-commands.size());
        return settled;
    }

    /** Everything but what the lane takes after the first command. */
    private List<Settled> settleButTheLast(List<Command> commands) {
        if (commands.stream().noneMatch(command -> command.submissionId().equals("s0"))) {
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return settle(commands);
    }

    /** Each its own, so that none is taken for another's. */
    private static Settled outcome(String id) {
        int number = Integer.parseInt(id.substring(1));
        return new Settled(new Decision.Refused(CODES.get(number % CODES.size())), number % 2 == 0);
    }
}
