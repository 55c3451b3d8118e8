package dev.farthing.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what, in the transaction of the change: both are there, or neither is. Entries are only added, one writer at
 * a time, and each carries the SHA-256 of itself and the one before ({@link AuditHash}), so that a change of an old entry
 * shows. What that protects from, and what not, is in docs/adr/0012-audit-chain.md.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.MANDATORY)
public class AuditTrail {
    /** The most entries on one page. */
    public static final int MOST_ON_A_PAGE = 200;

    /** Entries read in one statement while the trail is counted through. */
    private static final int VERIFIED_AT_ONCE = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** What was once known of the trail: this entry had this hash. */
    public record Head(long number, String hash) {}

    @Inject
    private AuditStore store;

    @Inject
    private Clock clock;

    /**
     * Adds an entry. Call it after every other lock is taken: whoever comes next waits for the end of this transaction.
     *
     * @param actor {@link Actors#operator}, {@code vendor:CODE}, {@code customer:CODE} or {@code farthing}
     * @param action {@code NOUN.VERB}, such as {@code key.revoked}
     * @param subject {@code vendor:CODE}, {@code customer:CODE}, or another name with a colon
     * @param detail what it was and what it is: texts, numbers, booleans, nulls, lists and maps of them; never a secret
     */
    public void record(String actor, String action, String subject, Map<String, ?> detail) {
        String json = json(detail);
        store.takeTurn();
        // A statement of its own: the lock's statement would read the last entry as it was before the wait.
        @Nullable AuditEntry last = store.last().orElse(null);
        long number = last == null ? 1 : last.number() + 1;
        String previous = last == null ? AuditHash.ORIGIN : last.hash();
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String hash = AuditHash.of(previous, number, at, actor, action, subject, json);
        store.insert(new AuditEntry(number, at, actor, action, subject, json, previous, hash));
    }

    /**
     * A page of the trail, the oldest first.
     *
     * @param subject whose entries, or null for all
     * @param after the number of the last entry seen, or 0
     * @param limit at most {@link #MOST_ON_A_PAGE}
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public List<AuditEntry> page(@Nullable String subject, long after, int limit) {
        int most = Math.min(limit, MOST_ON_A_PAGE);
        return subject == null ? store.after(after, most) : store.ofSubject(subject, after, most);
    }

    /** Counts the whole trail through and names the first entry that is missing, changed or not chained. */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public AuditVerification verify() {
        AuditCount count = new AuditCount();
        List<AuditEntry> entries;
        do {
            entries = store.after(count.entries(), VERIFIED_AT_ONCE);
            for (AuditEntry entry : entries) {
                if (!count.take(entry)) {
                    return count.result();
                }
            }
        } while (entries.size() == VERIFIED_AT_ONCE);
        return count.result();
    }

    /**
     * As {@link #verify()}, and compares with what was kept elsewhere: of a trail that was rewritten or cut short as a whole, the
     * entry kept is named.
     */
    @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
    public AuditVerification verify(Head kept) {
        AuditVerification whole = verify();
        if (!whole.isWhole()) {
            return whole;
        }
        @Nullable AuditEntry entry = store.entry(kept.number()).orElse(null);
        if (entry == null) {
            return new AuditVerification(whole.entries(), whole.head(), kept.number(), "the entry kept is not there");
        }
        return Objects.equals(entry.hash(), kept.hash())
                ? whole
                : new AuditVerification(
                        whole.entries(), whole.head(), kept.number(), "the entry is not the one that was kept");
    }

    private static String json(Map<String, ?> detail) {
        try {
            return JSON.writeValueAsString(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The detail of an audit entry holds texts, numbers, lists and maps", e);
        }
    }
}
