package dev.farthing.micropayment;

import dev.farthing.database.SqlFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Gets a batch settled in spite of broken machines, single bad commands and rows that somebody holds locked. Trying again is safe
 * and is also how an unknown commit is looked up: the next try claims the same keys, which waits for the lost transaction's end
 * and then finds either its decisions or nothing.
 */
@ApplicationScoped
class SubmissionRecovery {
    private static final Logger LOG = Logger.getLogger(SubmissionRecovery.class.getName());
    private static final int TRIES = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();

    /** For so long, whoever was waited for in vain is settled apart from the others, and waited for only briefly. */
    private static final Duration SUSPICION = Duration.ofSeconds(5);

    @Inject
    private SubmissionBatch batch;

    @Inject
    private Clock clock;

    private final Map<String, Instant> suspects = new ConcurrentHashMap<>();

    /** One decision for each command, in their order; {@link Decision.Undecided} where the machine allowed none. */
    List<Settled> settle(List<Command> commands) {
        Instant now = clock.instant();
        Instant until = now.plus(PATIENCE);
        suspects.values().removeIf(end -> end.isBefore(now));
        if (commands.stream().noneMatch(command -> suspects.containsKey(command.key()))) {
            return settle(commands, until, false);
        }
        return apart(
                commands,
                command -> !suspects.containsKey(command.key()),
                others -> settle(others, until, false),
                suspected -> briefly(suspected, until));
    }

    private List<Settled> settle(List<Command> commands, Instant until, boolean mayBeBookedBefore) {
        boolean mayBeBooked = mayBeBookedBefore;
        for (int tryNumber = 1; tryNumber <= TRIES && clock.instant().isBefore(until); tryNumber++) {
            Attempt attempt = new Attempt(false);
            try {
                return batch.settle(commands, attempt);
            } catch (RuntimeException e) {
                mayBeBooked |= attempt.reachedCommit();
                LOG.log(Level.WARNING, "A batch of " + commands.size() + " submissions failed at try " + tryNumber, e);
                if (!mayBeBooked && SqlFailure.isLockTimeout(e)) {
                    return briefly(commands, until);
                }
                if (!attempt.reachedCommit() && !SqlFailure.isPassing(e)) {
                    return apart(commands, until, mayBeBooked);
                }
                LockSupport.parkNanos(PAUSE_NANOS * tryNumber);
            }
        }
        return undecided(commands, mayBeBooked);
    }

    /**
     * After a lock was waited for in vain: waits only briefly, in halves by key, until those stand alone whose rows are held. They are
     * not decided, nor is it known of them whether they were before.
     */
    private List<Settled> briefly(List<Command> commands, Instant until) {
        if (!clock.instant().isBefore(until)) {
            return undecided(commands, true);
        }
        Attempt attempt = new Attempt(true);
        try {
            return batch.settle(commands, attempt);
        } catch (RuntimeException e) {
            if (attempt.reachedCommit() || !SqlFailure.isLockTimeout(e)) {
                return settle(commands, until, attempt.reachedCommit());
            }
        }
        List<String> keys = commands.stream().map(Command::key).distinct().toList();
        if (keys.size() == 1) {
            suspects.put(keys.get(0), clock.instant().plus(SUSPICION));
            LOG.log(
                    Level.WARNING,
                    "Rows of {0} submissions are held locked: they wait by being sent again",
                    commands.size());
            return undecided(commands, true);
        }
        Set<String> half = Set.copyOf(keys.subList(0, keys.size() / 2));
        return apart(
                commands,
                command -> half.contains(command.key()),
                first -> briefly(first, until),
                second -> briefly(second, until));
    }

    /** Settles some in one way and then the others in another one, and puts the decisions together again. */
    private static List<Settled> apart(
            List<Command> commands,
            Predicate<Command> some,
            Function<List<Command>, List<Settled>> way,
            Function<List<Command>, List<Settled>> otherWay) {
        Map<Boolean, List<Command>> parts = commands.stream().collect(Collectors.partitioningBy(some));
        Map<UUID, Settled> settled = new HashMap<>();
        for (boolean first : new boolean[] {true, false}) {
            List<Command> part = parts.getOrDefault(first, List.of());
            if (!part.isEmpty()) {
                Iterator<Settled> answers = (first ? way : otherWay).apply(part).iterator();
                part.forEach(command -> settled.put(command.decisionId(), answers.next()));
            }
        }
        return commands.stream()
                .map(command -> Objects.requireNonNull(settled.get(command.decisionId())))
                .toList();
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
