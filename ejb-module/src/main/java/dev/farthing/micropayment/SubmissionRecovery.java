package dev.farthing.micropayment;

import dev.farthing.database.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Gets a batch settled in spite of broken machines, single bad commands and customers who are held locked. Trying again is safe
 * and is also how an unknown commit is looked up: the next try claims the same keys, which waits for the lost transaction's end
 * and then finds either its decisions or nothing.
 */
@ApplicationScoped
class SubmissionRecovery {
    private static final Logger LOG = Logger.getLogger(SubmissionRecovery.class.getName());
    private static final int TRIES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    /** For so long after a lock was waited for in vain, locks that are held are looked for before they are met. */
    private static final Duration WARY = Duration.ofSeconds(5);

    @Inject
    private SubmissionBatch batch;

    @Inject
    private Clock clock;

    private volatile Instant waryUntil = Instant.MIN;

    /** One decision for each command, in their order; {@link Decision.Undecided} where the machine allowed none. */
    List<Settled> settle(List<Command> commands) {
        Instant until = clock.instant().plus(PATIENCE);
        return clock.instant().isBefore(waryUntil) ? aroundLocks(commands, until) : settle(commands, until, false);
    }

    private List<Settled> settle(List<Command> commands, Instant until, boolean mayBeBookedBefore) {
        boolean mayBeBooked = mayBeBookedBefore;
        for (int tryNumber = 1; tryNumber <= TRIES && clock.instant().isBefore(until); tryNumber++) {
            Attempt attempt = new Attempt();
            try {
                return batch.settle(commands, attempt);
            } catch (RuntimeException e) {
                mayBeBooked |= attempt.reachedCommit();
                LOG.log(Level.WARNING, "A batch of " + commands.size() + " submissions failed at try " + tryNumber, e);
                if (!mayBeBooked && SqlFailure.isLockTimeout(e)) {
                    waryUntil = clock.instant().plus(WARY);
                    return aroundLocks(commands, until);
                }
                if (!attempt.reachedCommit() && !SqlFailure.isPassing(e)) {
                    return apart(commands, until, mayBeBooked);
                }
                LockSupport.parkNanos(PAUSE_NANOS * tryNumber);
            }
        }
        return undecided(commands, mayBeBooked);
    }

    /** Customers who are held locked wait alone, by being sent again: of their purchases nothing is begun. */
    private List<Settled> aroundLocks(List<Command> commands, Instant until) {
        Set<Command> held = held(commands);
        if (held.isEmpty()) {
            return settle(commands, until, false);
        }
        waryUntil = clock.instant().plus(WARY);
        List<Command> free =
                commands.stream().filter(command -> !held.contains(command)).toList();
        Iterator<Settled> decided = (free.isEmpty() ? List.<Settled>of() : settle(free, until, false)).iterator();
        return commands.stream()
                .map(command -> held.contains(command) ? Settled.undecided(false) : decided.next())
                .toList();
    }

    /** Nobody, if the database does not say: the batch itself will be told. */
    private Set<Command> held(List<Command> commands) {
        try {
            return batch.held(commands);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Held locks could not be looked for", e);
            return Set.of();
        }
    }

    /** One command is at fault: halves are tried until it stands alone, so that it fails alone. */
    private List<Settled> apart(List<Command> commands, Instant until, boolean mayBeBooked) {
        if (commands.size() == 1) {
            return undecided(commands, mayBeBooked);
        }
        int half = commands.size() / 2;
        List<Settled> decisions = new ArrayList<>(settle(commands.subList(0, half), until, mayBeBooked));
        decisions.addAll(settle(commands.subList(half, commands.size()), until, mayBeBooked));
        return decisions;
    }

    private static List<Settled> undecided(List<Command> commands, boolean mayBeBooked) {
        return commands.stream().map(command -> Settled.undecided(mayBeBooked)).toList();
    }
}
