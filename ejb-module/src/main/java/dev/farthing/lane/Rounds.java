package dev.farthing.lane;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does one piece of work again and again, on a thread of its own, with a pause in between. Who knows that there is work
 * says so ({@link #nudge}), and the next turn comes after the pause; who does not is found by a turn that comes anyway, later.
 * A turn that fails is logged, and the next one tries again. Unlike a scheduled task it outlives a server that is suspended and
 * resumed.
 */
public final class Rounds {
    private static final Logger LOG = Logger.getLogger(Rounds.class.getName());
    private static final long CLOSE_MILLIS = 10_000;

    /** While turns fail, the pauses double up to this: whatever is broken is not also shouted about. */
    private static final long LONGEST_FAILING_PAUSE_MILLIS = 5_000;

    private final String name;
    private final Duration pause;
    private final Duration idlePause;
    private final Runnable turn;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Semaphore nudges = new Semaphore(0);
    private final Thread thread;

    private Rounds(String name, Duration pause, Duration idlePause, ThreadFactory threads, Runnable turn) {
        this.name = name;
        this.pause = pause;
        this.idlePause = idlePause;
        this.turn = turn;
        this.thread = threads.newThread(this::run);
    }

    /** Starts the rounds with a first turn at once; the next ones come after the pause, nudged or not. */
    public static Rounds start(String name, Duration pause, ThreadFactory threads, Runnable turn) {
        return start(name, pause, Duration.ZERO, threads, turn);
    }

    /**
     * Starts the rounds with a first turn at once.
     *
     * @param pause at the least, between two turns
     * @param idlePause how much longer a turn waits for a {@link #nudge} before it comes without
     */
    public static Rounds start(String name, Duration pause, Duration idlePause, ThreadFactory threads, Runnable turn) {
        Rounds rounds = new Rounds(name, pause, idlePause, threads, turn);
        rounds.thread.start();
        return rounds;
    }

    /** Says that there is work: a turn that begins after this will see it. */
    public void nudge() {
        nudges.release();
    }

    /** Lets the turn under way end, for at most ten seconds, and begins no other. */
    public void close() {
        closed.countDown();
        nudge();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long usualMillis = pause.toMillis();
        long pauseMillis = usualMillis;
        try {
            do {
                nudges.drainPermits();
                pauseMillis = takeTurn()
                        ? usualMillis
                        : Math.max(usualMillis, Math.min(2 * pauseMillis, LONGEST_FAILING_PAUSE_MILLIS));
            } while (!closed.await(pauseMillis, TimeUnit.MILLISECONDS) && !isClosedWhileIdle());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosedWhileIdle() throws InterruptedException {
        // Nudged or not, a turn comes; this only says how soon.
        boolean nudged = nudges.tryAcquire(idlePause.toMillis(), TimeUnit.MILLISECONDS);
        return nudged && closed.getCount() == 0;
    }

    private boolean takeTurn() {
        try {
            turn.run();
            return true;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "A turn of " + name + " failed; the next one tries again", e);
            return false;
        }
    }
}
