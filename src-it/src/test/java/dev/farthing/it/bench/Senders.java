package dev.farthing.it.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Threads that send side by side until each is done. */
final class Senders {
    /** What one of them does; they are numbered from 0. */
    interface Work {
        void run(int sender) throws Exception;
    }

    /** What one of them does again and again, each time under the next number of all. */
    interface Turn<T> {
        T take(int number) throws Exception;
    }

    private Senders() {}

    /**
     * Lets senders take turns until time is up.
     *
     * @param sender what the sender with this number does in each turn
     * @return what the turns came to
     */
    static <T> Queue<T> until(int threads, long millis, IntFunction<Turn<T>> sender) throws Exception {
        AtomicInteger next = new AtomicInteger();
        Queue<T> results = new ConcurrentLinkedQueue<>();
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        together(threads, number -> {
            Turn<T> turn = sender.apply(number);
            while (System.nanoTime() < until) {
                results.add(turn.take(next.getAndIncrement()));
            }
        });
        return results;
    }

    static void together(int threads, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int sender = i;
                all.add(() -> {
                    work.run(sender);
                    return sender;
                });
            }
            for (Future<Integer> one : pool.invokeAll(all)) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
