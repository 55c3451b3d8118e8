package dev.farthing.micropayment;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.RejectedExecutionException;

/**
 * The threads on which messages are opened and answers sealed. They are few, and what may wait for them is bounded; once the server is
 * being stopped they take nothing more.
 */
@ApplicationScoped
class SealingThreads {
    @Resource(lookup = "java:jboss/ee/concurrency/executor/farthing-sealing")
    private ManagedExecutorService threads;

    /**
     * Does what nothing depends on yet.
     *
     * @throws RejectedExecutionException if too much waits already, or the server is being stopped: nothing is begun
     */
    void begin(Runnable opening) {
        threads.execute(opening);
    }

    /** Ends what is begun and answers what is decided, in any case: if the threads take nothing more, on the caller's own. */
    void finish(Runnable answering) {
        try {
            threads.execute(answering);
        } catch (RejectedExecutionException fullOrStopping) {
            answering.run();
        }
    }
}
