package dev.farthing.device;

import dev.farthing.kit.envelope.KeyFamily;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A customer's device: a phone, mostly. What its key signs, the customer has said. */
@Entity
@Table(name = "device")
class DeviceRecord {
    @Id
    private String kid = "";

    @Column(name = "customer_id", nullable = false, updatable = false)
    private long customerId;

    @Column(nullable = false)
    private String name = "";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private KeyFamily family = KeyFamily.ED25519;

    @Column(name = "public_jwk", nullable = false, updatable = false)
    private String publicJwk = "";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private DeviceState state = DeviceState.ACTIVE;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt = Instant.EPOCH;

    @Column(name = "revoked_at")
    private @Nullable Instant revokedAt;

    /** For the persistence provider. */
    protected DeviceRecord() {}

    /** An active device. */
    DeviceRecord(long customerId, String name, Key key, Instant createdAt) {
        this.kid = key.kid();
        this.customerId = customerId;
        this.name = name;
        this.family = key.family();
        this.publicJwk = key.jwk();
        this.createdAt = createdAt;
    }

    /** The device's public key. */
    record Key(String kid, KeyFamily family, String jwk) {}

    boolean isActive() {
        return state == DeviceState.ACTIVE;
    }

    /** False if it was revoked before: the first time counts. */
    boolean revoke(Instant at) {
        if (!isActive()) {
            return false;
        }
        state = DeviceState.REVOKED;
        revokedAt = at;
        return true;
    }

    Devices.Device description() {
        return new Devices.Device(kid, name, family, state, createdAt, revokedAt);
    }
}
