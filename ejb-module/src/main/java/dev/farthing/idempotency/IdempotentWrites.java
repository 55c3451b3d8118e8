package dev.farthing.idempotency;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Writes without a seal, done once for each idempotency key, as the IETF draft "The Idempotency-Key HTTP Header Field"
 * has it. The key is claimed in the transaction of the effect: both are there, or neither is. A second request with the
 * same key waits for the end of the first. Refusals are not kept: a request that was refused may be sent again with the
 * same key.
 */
@Stateless
public class IdempotentWrites {
    /** How long an answer is kept at least; a key may name another request after that. */
    public static final Duration KEPT = Duration.ofHours(24);

    /** Rows deleted in one transaction: a few milliseconds of work. */
    static final int FORGET_LIMIT = 1_000;

    /** A stored answer vanishes under a reader only when it is forgotten; twice in a row means a broken clock. */
    private static final int CLAIM_TRIES = 3;

    @Inject
    private IdempotencyStore store;

    @Inject
    private Clock clock;

    /**
     * Does a write, or finds what it was answered with. Claim the key before anything else is locked: nobody who holds
     * the calendar's gate or a row may wait for a key.
     *
     * @param caller whose key it is, with its kind: {@code operator:NAME}, {@code vendor:CODE} or {@code customer:CODE}
     * @param key the caller's, 1 to 64 visible characters
     * @param requestHash 64 hexadecimal digits over method, address and body
     * @param effect joins this transaction, so it calls only what does not begin one of its own; reads and checks of the
     *     request's form are done before
     * @throws IdempotencyConflict if the caller has used the key for another request
     */
    public Answer.Given once(String caller, String key, String requestHash, Supplier<Answer> effect) {
        for (int tries = 0; tries < CLAIM_TRIES; tries++) {
            if (store.claim(caller, key, requestHash, clock.instant())) {
                Answer answer = effect.get();
                store.answer(caller, key, answer);
                return new Answer.Given(answer, false);
            }
            var written = store.find(caller, key);
            if (written.isPresent()) {
                return new Answer.Given(written.get().answerTo(requestHash), true);
            }
        }
        throw new IllegalStateException("Idempotency keys are forgotten as fast as they are claimed: check the clock");
    }

    /** Does a write that carries no key: in one transaction all the same, but once for each request. */
    public Answer withoutKey(Supplier<Answer> effect) {
        return effect.get();
    }

    /**
     * Forgets answers that are older than {@link #KEPT}, a bounded number in one transaction.
     *
     * @return how many were forgotten
     */
    public int forget() {
        return store.deleteBefore(clock.instant().minus(KEPT), FORGET_LIMIT);
    }
}
