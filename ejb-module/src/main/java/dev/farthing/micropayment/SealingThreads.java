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

    /** Does what somebody waits for, whatever waits already: what is begun is ended, and what is decided is answered. Then on the caller's own thread. */
    void finish(Runnable answering) {
        try {
            threads.execute(answering);
        } catch (RejectedExecutionException fullOrStopping) {
            answering.run();
        }
    }
}
