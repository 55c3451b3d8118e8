package dev.farthing.micropayment;

import dev.farthing.keys.KeyRing;
import dev.farthing.keys.Sealer;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.token.StatusList;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What is said in signed words about what customers have paid for: entitlements, and the lists of those that are revoked (IETF
 * Token Status List). Verifiable offline by whoever has the published keys; lists are signed with Ed25519, entitlements in
 * the family that their reader signs in.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Entitlements {
    /** How old a list that is given out may be: as long may a revocation need to show. */
    static final Duration LIST_AGE = Duration.ofSeconds(3);

    /** How long a reader may keep a list before it asks again. */
    static final Duration LIST_TTL = Duration.ofSeconds(15);

    /** From when on a list must not be believed. */
    static final Duration LIST_LIFETIME = Duration.ofMinutes(10);

    /** Lists kept in memory, each some 20 kB at most; when there are more, all are written anew. */
    private static final int LISTS_KEPT = 1_000;

    private static final Pattern PUBLIC_URL = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]{1,200}");

    private record Written(String list, Instant at) {}

    @Inject
    private KeyRing keys;

    @Inject
    private Sealer sealer;

    @Inject
    private EntitlementStore store;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "farthing.public-url", defaultValue = "http://127.0.0.1:8080")
    private String publicUrl;

    private final Map<Long, Written> written = new ConcurrentHashMap<>();

    @PostConstruct
    void check() {
        if (!PUBLIC_URL.matcher(publicUrl).matches()) {
            throw new IllegalStateException("farthing.public-url (FARTHING_PUBLIC_URL) must look like"
                    + " https://pay.example, without a path, but is '" + publicUrl + "'");
        }
    }

    /** Writes an entitlement; the same one says the same whenever it is written. */
    public String mint(Entitled entitled, KeyFamily family) {
        return entitled.of(sealer.serverId(), address("")).sign(keys.ownSigningKey(family));
    }

    /**
     * A signed status list, written at most {@link #LIST_AGE} ago.
     *
     * @param number from 0
     * @return nothing if no entitlement has a bit in it
     */
    public Optional<String> statusList(long number) {
        Instant now = clock.instant();
        @Nullable Written known = written.get(number);
        if (known != null && now.isBefore(known.at().plus(LIST_AGE))) {
            return Optional.of(known.list());
        }
        if (number < 0 || number > store.lastStatus() / StatusList.ENTRIES) {
            return Optional.empty();
        }
        Written fresh = write(number, now);
        if (written.size() >= LISTS_KEPT) {
            written.clear();
        }
        written.put(number, fresh);
        return Optional.of(fresh.list());
    }

    private Written write(long number, Instant now) {
        StatusList.Header header =
                new StatusList.Header(address(Long.toString(number)), now, now.plus(LIST_LIFETIME), LIST_TTL);
        String list = StatusList.of(header, store.revoked(number * StatusList.ENTRIES, StatusList.ENTRIES))
                .sign(keys.ownSigningKey(KeyFamily.ED25519));
        return new Written(list, now);
    }

    private String address(String list) {
        return publicUrl + "/api/v1/status-lists/" + list;
    }
}
