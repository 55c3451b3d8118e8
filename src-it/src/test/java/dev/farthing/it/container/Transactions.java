package dev.farthing.it.container;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.UserTransaction;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** Transactions that a test begins and ends by hand, as the capabilities' callers do. */
@ApplicationScoped
public class Transactions {
    @Resource
    private UserTransaction transaction;

    @Resource
    private ManagedExecutorService threads;

    /** Commits what the work did, or rolls it back if it fails. */
    public <T> T commit(Callable<T> work) throws Exception {
        transaction.begin();
        boolean done = false;
        try {
            T result = work.call();
            done = true;
            return result;
        } finally {
            if (done) {
                transaction.commit();
            } else {
                transaction.rollback();
            }
        }
    }

    /** Rolls back what the work did. */
    public void rollBack(Callable<?> work) throws Exception {
        transaction.begin();
        try {
            work.call();
        } finally {
            transaction.rollback();
        }
    }

    /** Does the work at the same time as the caller goes on, in a transaction of its own if it begins one. */
    public <T> CompletableFuture<T> meanwhile(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                result.complete(work.call());
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }
}
