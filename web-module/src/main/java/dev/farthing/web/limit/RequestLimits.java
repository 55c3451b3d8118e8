package dev.farthing.web.limit;

import dev.farthing.keys.KeyRing;
import dev.farthing.web.problem.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How often one party may ask, on this node: so many requests a second, and twice as many at once after a pause. Counted once it
 * is known whose request it is; strangers are the business of the network's own limits. A vendor's contract may name a limit of
 * its own.
 */
@ApplicationScoped
public class RequestLimits {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int BURST_SECONDS = 2;

    /** Who is limited. */
    public enum Kind {
        VENDOR,
        CUSTOMER
    }

    private record Party(Kind kind, String code) {}

    private record Limited(int perSecond, Bucket bucket) {}

    @Inject
    private KeyRing keys;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "farthing.vendor.requests-per-second", defaultValue = "2000")
    private int vendorPerSecond;

    @Inject
    @ConfigProperty(name = "farthing.customer.requests-per-second", defaultValue = "20")
    private int customerPerSecond;

    private final RecentlyUsed<Party, Limited> parties = new RecentlyUsed<>();

    /** Counts a request; false if it is one too many. */
    public boolean tryAcquire(Kind kind, String code) {
        return tryAcquire(kind, code, 1);
    }

    /**
     * Counts what is worth so many requests; false if even one would be one too many. What goes beyond the limit is owed: the
     * party waits for its next one as long as if it had asked one by one.
     */
    public boolean tryAcquire(Kind kind, String code, int requests) {
        Bucket bucket = bucket(new Party(kind, code));
        if (!bucket.tryConsume(1)) {
            return false;
        }
        if (requests > 1) {
            bucket.consumeIgnoringRateLimits(requests - 1L);
        }
        return true;
    }

    /** What whoever asked too often is told: when one request passes again. Nothing was done. */
    public Response tooMany(Kind kind, String code) {
        long nanos = bucket(new Party(kind, code)).estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return Problem.passing(429, "RATE_LIMITED", "You ask too often: send the same again a little later", "none")
                .toResponse()
                .header(HttpHeaders.RETRY_AFTER, Math.max(1, (nanos + SECOND.toNanos() - 1) / SECOND.toNanos()))
                .build();
    }

    private Bucket bucket(Party party) {
        int perSecond = perSecond(party);
        return parties.compute(
                        party, known -> known != null && known.perSecond() == perSecond ? known : fresh(perSecond))
                .bucket();
    }

    private int perSecond(Party party) {
        int wanted =
                switch (party.kind()) {
                    case VENDOR -> keys.requestLimit(party.code()).orElse(vendorPerSecond);
                    case CUSTOMER -> customerPerSecond;
                };
        return Math.max(1, wanted);
    }

    private Limited fresh(int perSecond) {
        Bucket bucket = Bucket.builder()
                .withCustomTimePrecision(new BankTime(clock))
                .addLimit(limit ->
                        limit.capacity((long) BURST_SECONDS * perSecond).refillGreedy(perSecond, SECOND))
                .build();
        return new Limited(perSecond, bucket);
    }

    /** The bank's clock for the buckets. */
    private record BankTime(Clock clock) implements TimeMeter {
        private static final long NANOS_PER_SECOND = 1_000_000_000;

        @Override
        public long currentTimeNanos() {
            var now = clock.instant();
            return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
