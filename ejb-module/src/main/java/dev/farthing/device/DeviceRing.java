package dev.farthing.device;

import dev.farthing.kit.envelope.VerificationKey;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the devices that are in use, prepared and in memory. Customers are too many to hold all their devices' keys:
 * each is read when it is first used, and again when it is used after {@link DeviceKeys#FRESH}, so that a revocation on
 * another node is noticed within that time; one on this node is at once.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DeviceRing {
    @Inject
    private DeviceStore store;

    @Inject
    private Clock clock;

    private final DeviceKeys keys = new DeviceKeys();

    /**
     * The key of a device that may sign now, owned by its customer; null if there is none of that id.
     *
     * @throws StrangersRefused if too many unknown keys were named within this second
     */
    public @Nullable VerificationKey verificationKey(String kid) {
        return keys.find(kid, clock.instant(), store::signing);
    }

    /** Forgets a key; to be called when the transaction that revoked it is over. */
    public void forget(String kid) {
        keys.forget(kid);
    }
}
