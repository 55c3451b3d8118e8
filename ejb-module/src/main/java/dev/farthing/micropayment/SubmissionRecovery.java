package dev.farthing.micropayment;

import dev.farthing.database.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Gets a batch settled in spite of broken machines and single bad commands. Trying again is safe and is also how an
 * unknown commit is looked up: the next try claims the same keys, which waits for the lost transaction's end and then
 * finds either its decisions or nothing.
 */
@ApplicationScoped
class SubmissionRecovery {
    private static final Logger LOG = Logger.getLogger(SubmissionRecovery.class.getName());
    private static final int TRIES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    @Inject
    private SubmissionBatch batch;

    @Inject
    private Clock clock;

    /** One decision for each command, in their order; {@link Decision.Undecided} where the machine allowed none. */
    List<Settled> settle(List<Command> commands) {
        return settle(commands, clock.instant().plus(PATIENCE), false);
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
                if (!attempt.reachedCommit() && !SqlFailure.isPassing(e)) {
                    return apart(commands, until, mayBeBooked);
                }
                LockSupport.parkNanos(PAUSE_NANOS * tryNumber);
            }
        }
        return undecided(commands, mayBeBooked);
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
