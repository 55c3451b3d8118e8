package dev.farthing.lane;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One queue and the one thread that empties it, batch by batch. */
final class Lane<C, R> {
    private static final long IDLE_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String name;
    private final LaneLimits limits;
    private final Function<List<C>, List<R>> batch;
    private final Thread thread;
    private final int company;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final FairQueue<Waiting<C, R>> queue;
    private boolean closing;

    /** When the last batch began, and whether it had more than one command; of the lane's own thread. */
    private long began;

    private boolean inCompany;

    private volatile @Nullable Long busySince;

    /** Itself and no other: two equal commands are two. */
    private static final class Waiting<C, R> {
        private final C command;
        private final CompletableFuture<R> answer = new CompletableFuture<>();

        Waiting(C command) {
            this.command = command;
        }

        C command() {
            return command;
        }

        CompletableFuture<R> answer() {
            return answer;
        }
    }

    Lane(String name, LaneLimits limits, ThreadFactory threads, Function<List<C>, List<R>> batch) {
        this.name = name;
        this.limits = limits;
        this.company = Math.min(LaneLimits.COMPANY, Math.min(limits.batchLimit(), limits.queueLimit()));
        this.queue = new FairQueue<>(limits.queueLimit());
        this.batch = batch;
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    CompletableFuture<R> submit(Object group, C command) {
        Waiting<C, R> waiting = new Waiting<>(command);
        @Nullable Waiting<C, R> refused = add(group, waiting);
        if (refused != null) {
            refuse(refused, waiting);
        }
        return waiting.answer();
    }

    /** Its own refusal a caller is told at once, another's by its answer. */
    private void refuse(Waiting<C, R> refused, Waiting<C, R> waiting) {
        if (refused == waiting) {
            throw new LaneFull(name);
        }
        refused.answer().completeExceptionally(new LaneFull(name));
    }

    private @Nullable Waiting<C, R> add(Object group, Waiting<C, R> waiting) {
        lock.lock();
        try {
            if (closing) {
                return waiting;
            }
            @Nullable Waiting<C, R> refused = queue.add(group, waiting);
            // The first wakes the lane, and so does the last that it waits for; those between do not.
            if (queue.size() == 1 || queue.size() >= company) {
                filled.signal();
            }
            return refused;
        } finally {
            lock.unlock();
        }
    }

    int depth() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** For how long the batch under way has been at work; 0 if there is none. */
    long busyNanos() {
        @Nullable Long since = busySince;
        return since == null ? 0 : System.nanoTime() - since;
    }

    void close() {
        lock.lock();
        try {
            closing = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until what was accepted is answered; what is not by then is answered with {@link LaneFull}. */
    void awaitDrained(long timeoutNanos) throws InterruptedException {
        // A join of 0 would wait for ever.
        thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos)));
        refuseRest();
    }

    private void run() {
        try {
            for (List<Waiting<C, R>> next = take(); !next.isEmpty(); next = take()) {
                settle(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            refuseRest();
        }
    }

    /** Whatever has come while the last batch ran, and was gathered, makes the next one; nothing once the lane is closed and empty. */
    private List<Waiting<C, R>> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.size() == 0 && !closing) {
                filled.awaitNanos(IDLE_WAIT_NANOS);
            }
            gather();
            List<Waiting<C, R>> next = queue.take(limits.batchLimit());
            began = System.nanoTime();
            inCompany = next.size() > 1;
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** While commands come in company, batches keep their distance; whoever comes alone waits for nobody. */
    private void gather() throws InterruptedException {
        long left = inCompany ? began + limits.gathering().toNanos() - System.nanoTime() : 0;
        while (left > 0 && queue.size() < company && !closing) {
            left = filled.awaitNanos(left);
        }
    }

    private void settle(List<Waiting<C, R>> waiting) {
        busySince = System.nanoTime();
        try {
            List<R> results = batch.apply(waiting.stream().map(Waiting::command).toList());
            if (results.size() != waiting.size()) {
                throw new IllegalStateException("A batch answers each of its commands, in their order");
            }
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).answer().complete(results.get(i));
            }
        } catch (RuntimeException | Error e) {
            waiting.forEach(w -> w.answer().completeExceptionally(e));
        } finally {
            busySince = null;
        }
    }

    private void refuseRest() {
        List<Waiting<C, R>> rest;
        lock.lock();
        try {
            rest = queue.take(Integer.MAX_VALUE);
        } finally {
            lock.unlock();
        }
        rest.forEach(w -> w.answer().completeExceptionally(new LaneFull(name)));
    }
}
