package dev.farthing.keys;

import dev.farthing.database.Database;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.lane.Rounds;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The keys that are accepted, prepared and in memory: Farthing's own, and those of all vendors. What another node takes in is
 * seen at the first message that names its key; every other change of another node within a second ({@link #REFRESH} and
 * the time of one reading). A key whose overlap is over is not accepted from that moment on, by the clock.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
// Nothing is injected by this: it is not started before there is a manager of entities, which it needs at once.
@Resource(name = "entities", lookup = Database.ENTITIES, type = Object.class)
public class KeyRing {
    private static final Duration REFRESH = Duration.ofMillis(500);
    private static final Duration PROOF_PAUSE = Duration.ofMinutes(1);

    /** Unknown key ids looked up in a second, however many strangers knock; a new key waits for the next reading then. */
    private static final int STRANGERS_A_SECOND = 10;

    @Inject
    private ServerKeys serverKeys;

    @Inject
    private KeysStore store;

    @Inject
    private Clock clock;

    @Resource(lookup = "java:jboss/ee/concurrency/factory/farthing-lanes")
    private ManagedThreadFactory threads;

    private volatile OwnKeys own = OwnKeys.NONE;
    private volatile VendorRing vendors = VendorRing.EMPTY;
    private Instant strangersSince = Instant.EPOCH;
    private int strangers;
    private List<Rounds> rounds = List.of();

    @PostConstruct
    void start() {
        own = serverKeys.loadOrMake();
        reload();
        rounds = List.of(
                Rounds.start("reading keys", REFRESH, threads, this::reload),
                Rounds.start("forgetting proofs", PROOF_PAUSE, threads, () -> store.forgetProofs(clock.instant())));
    }

    @PreDestroy
    void stop() {
        rounds.forEach(Rounds::close);
    }

    /**
     * Farthing's public keys, for its JWKS. Of each usage and family the one in use comes first, those that are to follow come
     * last: whoever takes the first encryption key of a family takes the right one.
     */
    public List<PublicKey> published() {
        return own.published(clock.instant());
    }

    public @Nullable DecryptionKey ownDecryptionKey(String kid) {
        return own.decryption(kid, clock.instant());
    }

    public SigningKey ownSigningKey(KeyFamily family) {
        return own.signing(family);
    }

    /**
     * A vendor's signing key that is accepted now; a new one of another node is found here too. Unknown, pending, retired and
     * revoked ones are looked for with the same work, and not found.
     */
    public @Nullable VerificationKey vendorVerificationKey(String kid) {
        VerificationKey known = vendors.verificationKey(kid, clock.instant());
        return known != null ? known : lookUp(kid);
    }

    /** One at a time: whoever waited for the same key finds it in the ring. */
    private synchronized @Nullable VerificationKey lookUp(String kid) {
        VerificationKey known = vendors.verificationKey(kid, clock.instant());
        if (known == null && mayLookUpStranger()) {
            vendors = vendors.plus(store.acceptedKeysOfOwner(kid));
            known = vendors.verificationKey(kid, clock.instant());
        }
        return known;
    }

    public @Nullable EncryptionKey vendorEncryptionKey(String vendor) {
        return vendors.encryption().get(vendor);
    }

    /** Requests a second that the vendor's contract allows, if it says so. */
    public OptionalInt requestLimit(String vendor) {
        @Nullable Integer limit = vendors.requestLimits().get(vendor);
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    /** Reads all keys anew; those that were there are not prepared again. */
    public synchronized void reload() {
        vendors = vendors.with(store.acceptedVendorKeys());
        own = serverKeys.load(own);
    }

    private boolean mayLookUpStranger() {
        Instant now = clock.instant();
        if (now.isAfter(strangersSince.plusSeconds(1))) {
            strangersSince = now;
            strangers = 0;
        }
        strangers++;
        return strangers <= STRANGERS_A_SECOND;
    }
}
