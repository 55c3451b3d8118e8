package dev.farthing.settlement;

import dev.farthing.audit.AuditTrail;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was found to differ. Each difference is a break: it has an age, it stops the payouts and collections of those whom
 * it touches and nobody else's, and it ends when somebody says how it was resolved.
 */
@Stateless
public class Reconciliation {
    /** The most findings of one comparison that are kept of one night; one is bad enough. */
    public static final int MOST_FINDINGS = 1_000;

    /** The most breaks on one page. */
    public static final int MOST_ON_A_PAGE = 200;

    private static final int LONGEST_RESOLUTION = 500;

    @Inject
    private BreakStore store;

    @Inject
    private SettlementProofStore proof;

    @Inject
    private AuditTrail audit;

    @Inject
    private Clock clock;

    /**
     * Keeps the findings of a day's night. One that is open already is seen again, not doubled.
     *
     * @return how many are open that this night has found
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public int record(LocalDate day, List<Finding> findings) {
        findings.forEach(finding -> store.record(day, finding, clock.instant()));
        return findings.size();
    }

    /**
     * Compares settlement's own records with the ledger: the transfers of a day with what they were booked for, payouts under way
     * with the accounts that hold them, and the fees with the account that has them. Reads for as long as it takes.
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public List<Finding> prove(LocalDate day) {
        return proof.compare(day, MOST_FINDINGS);
    }

    /**
     * Breaks, the newest first.
     *
     * @param before the break seen last, or null
     */
    public List<Break> list(Break.State state, @Nullable Long before, int limit) {
        return store.list(state, before == null ? Long.MAX_VALUE : before, limit);
    }

    /** @throws SettlementRefused if there is no such break */
    public Break get(long id) {
        return store.find(id).orElseThrow(() -> SettlementRefused.notFound("There is no break " + id));
    }

    /**
     * Says how a break was resolved; what it stopped goes on with the next night. One that is resolved already is given as it
     * stands.
     *
     * @param resolution 1 to 500 characters
     * @param actor who does it, as in {@link AuditTrail}
     * @throws SettlementRefused if the resolution is not in form, or there is no such break
     */
    public Break resolve(long id, String resolution, String actor) {
        if (resolution.isBlank() || resolution.length() > LONGEST_RESOLUTION) {
            throw SettlementRefused.notPossible(
                    "Say in 1 to " + LONGEST_RESOLUTION + " characters how the break was resolved");
        }
        Break known = store.lock(id).orElseThrow(() -> SettlementRefused.notFound("There is no break " + id));
        if (known.state() == Break.State.RESOLVED) {
            return known;
        }
        store.resolve(id, resolution, actor, clock.instant());
        audit.record(
                actor,
                "break.resolved",
                "break:" + id,
                Map.of(
                        "kind", known.finding().kind(),
                        "subject", known.finding().subject(),
                        "resolution", resolution));
        return get(id);
    }

    /** How many breaks are open. */
    public long open() {
        return store.countOpen();
    }
}
