package dev.farthing.it.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads that send side by side until each is done. */
final class Senders {
    /** What one of them does; they are numbered from 0. */
    interface Work {
        void run(int sender) throws Exception;
    }

    private Senders() {}

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
