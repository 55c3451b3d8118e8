package dev.farthing.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** One queue and the one thread that empties it, batch by batch. */
final class Lane<C, R> {
    private static final long IDLE_WAIT_MILLIS = 100;

    private final String name;
    private final int batchLimit;
    private final BlockingQueue<Waiting<C, R>> queue;
    private final Function<List<C>, List<R>> batch;
    private final Thread thread;
    private volatile boolean closing;

    private record Waiting<C, R>(C command, CompletableFuture<R> answer) {}

    Lane(String name, LaneLimits limits, ThreadFactory threads, Function<List<C>, List<R>> batch) {
        this.name = name;
        this.batchLimit = limits.batchLimit();
        this.queue = new LinkedBlockingQueue<>(limits.queueLimit());
        this.batch = batch;
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    CompletableFuture<R> submit(C command) {
        Waiting<C, R> waiting = new Waiting<>(command, new CompletableFuture<>());
        if (closing || !queue.offer(waiting)) {
            throw new LaneFull(name);
        }
        if (closing && queue.remove(waiting)) {
            // The thread may have gone between the two looks; what it took it answers.
            throw new LaneFull(name);
        }
        return waiting.answer();
    }

    int depth() {
        return queue.size();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    void close() {
        closing = true;
    }

    /** Waits until what was accepted is answered; what is not by then is answered with {@link LaneFull}. */
    void awaitDrained(long timeoutMillis) throws InterruptedException {
        thread.join(timeoutMillis);
        refuseRest();
    }

    private void run() {
        List<Waiting<C, R>> next = new ArrayList<>(batchLimit);
        try {
            while (!closing || !queue.isEmpty()) {
                take(next);
                if (!next.isEmpty()) {
                    settle(List.copyOf(next));
                    next.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closing = true;
            refuseRest();
        }
    }

    /** Whatever has come while the last batch ran makes the next one: no waiting for company. */
    private void take(List<Waiting<C, R>> next) throws InterruptedException {
        Waiting<C, R> first = queue.poll(IDLE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            next.add(first);
            queue.drainTo(next, batchLimit - 1);
        }
    }

    private void settle(List<Waiting<C, R>> waiting) {
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
        }
    }

    private void refuseRest() {
        List<Waiting<C, R>> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.forEach(w -> w.answer().completeExceptionally(new LaneFull(name)));
    }
}
