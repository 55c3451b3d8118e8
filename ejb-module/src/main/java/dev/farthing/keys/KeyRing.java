package dev.farthing.keys;

import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys in use, prepared and in memory: Farthing's own, and those of all vendors. Another node's enrolment is seen at
 * the first message that names its key; its revocation within {@link #REFRESH_MILLIS}.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class KeyRing {
    private static final Logger LOG = Logger.getLogger(KeyRing.class.getName());
    private static final long REFRESH_MILLIS = 1_000;
    private static final long PROOF_PAUSE_SECONDS = 60;

    /** An unknown key id reloads the ring, but not more often than this, however many strangers knock. */
    private static final long RELOAD_PAUSE_MILLIS = 200;

    @Inject
    private ServerKeys serverKeys;

    @Inject
    private KeysStore store;

    @Inject
    private Clock clock;

    @Resource
    private ManagedScheduledExecutorService scheduler;

    private volatile OwnKeys own = OwnKeys.NONE;
    private volatile VendorRing vendors = VendorRing.EMPTY;
    private volatile Instant loadedAt = Instant.EPOCH;
    private List<ScheduledFuture<?>> turns = List.of();

    @PostConstruct
    void start() {
        own = serverKeys.loadOrMake();
        reload();
        turns = List.of(
                scheduler.scheduleWithFixedDelay(
                        () -> quietly(this::reload), REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS),
                scheduler.scheduleWithFixedDelay(
                        () -> quietly(() -> store.forgetProofs(clock.instant())),
                        PROOF_PAUSE_SECONDS,
                        PROOF_PAUSE_SECONDS,
                        TimeUnit.SECONDS));
    }

    @PreDestroy
    void stop() {
        turns.forEach(turn -> turn.cancel(false));
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
        if (known == null && mayReload()) {
            reload();
            known = vendors.verification().get(kid);
        }
        return known;
    }

    public @Nullable EncryptionKey vendorEncryptionKey(String vendor) {
        return vendors.encryption().get(vendor);
    }

    /** Reads the vendors' keys anew; those that were there are not prepared again. */
    synchronized void reload() {
        loadedAt = clock.instant();
        vendors = vendors.with(store.activeVendorKeys());
    }

    private boolean mayReload() {
        return clock.instant().isAfter(loadedAt.plusMillis(RELOAD_PAUSE_MILLIS));
    }

    private static void quietly(Runnable turn) {
        try {
            turn.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The keys could not be read or tidied; the next turn tries again", e);
        }
    }
}
