package dev.farthing.device;

import dev.farthing.audit.AuditTrail;
import dev.farthing.keys.OneTimeCode;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.proof.DeviceRegistration;
import dev.farthing.kit.proof.EnrolmentRefused;
import dev.farthing.party.Customer;
import dev.farthing.party.Customers;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Customers' devices. The bank hands a customer a one-time code, the device signs it with a key that never leaves it, and
 * from then on every request that this key proves is the customer's, until the device is revoked.
 *
 * <p>Revoked devices are forgotten by {@link DeviceRing#forget} once the transaction is over; other nodes notice by themselves.
 */
@Stateless
public class Devices {
    /** Active devices of one customer. */
    public static final int MOST_ACTIVE = 20;

    /** Devices listed, the revoked ones last. */
    private static final int MOST_LISTED = 200;

    /** Of a key whose customer the code has yet to tell. */
    private static final String NOBODY_YET = "";

    /** What was registered. */
    public record Registered(String customer, String kid, String audience) {}

    /** A device as its customer sees it. */
    public record Device(
            String kid,
            String name,
            KeyFamily family,
            DeviceState state,
            Instant createdAt,
            @Nullable Instant revokedAt) {}

    @Inject
    private DeviceStore store;

    @Inject
    private Customers customers;

    @Inject
    private AuditTrail audit;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "farthing.server-id", defaultValue = "farthing")
    private String serverId;

    private final SecureRandom random = new SecureRandom();

    /**
     * Makes a code for a customer; it is good for one registration within 24 hours.
     *
     * @param actor who hands it out, as the audit trail names it
     * @throws dev.farthing.party.PartyRefused if there is no such customer
     * @throws DeviceRefused if the customer is closed, or has {@link #MOST_ACTIVE} active devices
     */
    public OneTimeCode issueCode(String customerCode, String actor) {
        Customer customer = customers.get(customerCode);
        if (store.owner(customer.id()).closed()) {
            throw notPossible("Customer " + customerCode + " is closed: a device would have nothing to sign for");
        }
        if (hasEnough(customer.id())) {
            throw notPossible("Customer " + customerCode + " has " + MOST_ACTIVE + " active devices: revoke one first");
        }
        OneTimeCode code = OneTimeCode.fresh(random, clock.instant());
        store.persist(new DeviceCode(OneTimeCode.hash(code.code()), customer.id(), code.expiresAt()));
        audit.record(
                actor,
                "device.code-issued",
                customer.accountOwner(),
                Map.of("expiresAt", code.expiresAt().toString()));
        return code;
    }

    /**
     * Registers the device of a signed registration. The same one sent again has the same result, since its answer may
     * have been lost.
     *
     * @throws RegistrationDenied if the registration or the code is not valid, the key is known already or revoked, or the
     *     customer is closed or has {@link #MOST_ACTIVE} active devices
     */
    public Registered register(String jws) {
        DeviceRegistration registration = open(jws);
        VerificationKey key = VerificationKey.fromJwk(registration.jwk(), NOBODY_YET);
        DeviceCode code = store.lockCode(OneTimeCode.hash(registration.code())).orElseThrow(RegistrationDenied::new);
        if (!code.wasUsedBy(key.kid())) {
            use(code, registration.name(), key);
        } else if (!store.isActive(key.kid())) {
            throw new RegistrationDenied();
        }
        DeviceStore.Owner owner = store.owner(code.customerId());
        if (owner.closed()) {
            throw new RegistrationDenied();
        }
        return new Registered(owner.code(), key.kid(), serverId);
    }

    /**
     * A customer's devices, the active ones first.
     *
     * @throws dev.farthing.party.PartyRefused if there is no such customer
     */
    public List<Device> of(String customerCode) {
        return store.devices(customers.get(customerCode).id(), MOST_LISTED).stream()
                .map(DeviceRecord::description)
                .toList();
    }

    /**
     * Revokes a device for good; revoking it again changes nothing.
     *
     * @param actor who does it, as the audit trail names it
     * @param reason for the audit trail
     * @throws dev.farthing.party.PartyRefused if there is no such customer
     * @throws DeviceRefused if the customer has no such device
     */
    public Device revoke(String customerCode, String kid, String actor, String reason) {
        Customer customer = customers.get(customerCode);
        DeviceRecord device = store.lockDevice(customer.id(), kid)
                .orElseThrow(() -> new DeviceRefused(
                        DeviceRefused.Kind.NOT_FOUND, "Customer " + customerCode + " has no device " + kid));
        if (device.revoke(clock.instant())) {
            audit.record(actor, "device.revoked", customer.accountOwner(), Map.of("kid", kid, "reason", reason));
        }
        return device.description();
    }

    private DeviceRegistration open(String jws) {
        try {
            return DeviceRegistration.open(jws, serverId, clock.instant());
        } catch (EnrolmentRefused e) {
            throw new RegistrationDenied();
        }
    }

    private void use(DeviceCode code, String name, VerificationKey key) {
        Instant now = clock.instant();
        store.lockCustomer(code.customerId());
        if (!code.isFresh(now) || store.isKnown(key.kid()) || hasEnough(code.customerId())) {
            throw new RegistrationDenied();
        }
        code.use(key.kid(), now);
        store.persist(new DeviceRecord(
                code.customerId(), name, new DeviceRecord.Key(key.kid(), key.family(), key.toJwk()), now));
        String owner = "customer:" + store.owner(code.customerId()).code();
        audit.record(owner, "device.registered", owner, Map.of("kid", key.kid(), "name", name));
    }

    private boolean hasEnough(long customerId) {
        return store.countActive(customerId) >= MOST_ACTIVE;
    }

    private static DeviceRefused notPossible(String message) {
        return new DeviceRefused(DeviceRefused.Kind.NOT_POSSIBLE, message);
    }
}
