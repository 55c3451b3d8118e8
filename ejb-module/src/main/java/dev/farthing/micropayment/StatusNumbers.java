package dev.farthing.micropayment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Hands out the numbers of entitlements' bits, taken from the database in blocks; what a node has left is lost when it stops. */
@ApplicationScoped
class StatusNumbers {
    private static final int BLOCK = 1_000;

    @Inject
    private SubmissionStore store;

    private final Queue<Long> left = new ConcurrentLinkedQueue<>();

    /** A number that no entitlement has had. */
    long next() {
        @Nullable Long number = left.poll();
        while (number == null) {
            left.addAll(store.nextStatuses(BLOCK));
            number = left.poll();
        }
        return number;
    }
}
