package dev.farthing.keys;

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
import org.jspecify.annotations.Nullable;

/**
 * The keys in use, prepared and in memory: Farthing's own, and those of all vendors. Another node's enrolment is seen at
 * the first message that names its key; its revocation within {@link #REFRESH}.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class KeyRing {
    private static final Duration REFRESH = Duration.ofSeconds(1);
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

    /** Farthing's public keys, for its JWKS. */
    public List<PublicKey> published() {
        return own.published();
    }

    public @Nullable DecryptionKey ownDecryptionKey(String kid) {
        return own.decryption().get(kid);
    }

    public SigningKey ownSigningKey(KeyFamily family) {
        return own.signing(family);
    }

    /** A vendor's active signing key; a new one of another node is found here too. */
    public @Nullable VerificationKey vendorVerificationKey(String kid) {
        VerificationKey known = vendors.verification().get(kid);
        return known != null ? known : lookUp(kid);
    }

    /** One at a time: whoever waited for the same key finds it in the ring. */
    private synchronized @Nullable VerificationKey lookUp(String kid) {
        VerificationKey known = vendors.verification().get(kid);
        if (known == null && mayLookUpStranger()) {
            vendors = vendors.plus(store.activeKeysOfOwner(kid));
            known = vendors.verification().get(kid);
        }
        return known;
    }

    public @Nullable EncryptionKey vendorEncryptionKey(String vendor) {
        return vendors.encryption().get(vendor);
    }

    /** Reads the vendors' keys anew; those that were there are not prepared again. */
    public synchronized void reload() {
        vendors = vendors.with(store.activeVendorKeys());
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
