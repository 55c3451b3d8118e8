package dev.farthing.device;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A one-time code that lets a customer register a device; used once, by one key. */
@Entity
@Table(name = "device_code")
class DeviceCode {
    @Id
    @Column(name = "code_hash")
    private String codeHash = "";

    @Column(name = "customer_id", nullable = false)
    private long customerId;

    @Column(name = "expires_at", nullable = false)
    private Instant expiresAt = Instant.EPOCH;

    @Column(name = "used_at")
    private @Nullable Instant usedAt;

    private @Nullable String kid;

    /** For the persistence provider. */
    protected DeviceCode() {}

    DeviceCode(String codeHash, long customerId, Instant expiresAt) {
        this.codeHash = codeHash;
        this.customerId = customerId;
        this.expiresAt = expiresAt;
    }

    long customerId() {
        return customerId;
    }

    boolean isFresh(Instant now) {
        return usedAt == null && now.isBefore(expiresAt);
    }

    /** True if this code was used by this key: then the same registration has come again. */
    boolean wasUsedBy(String usedKid) {
        return usedKid.equals(kid);
    }

    void use(String usedKid, Instant now) {
        this.usedAt = now;
        this.kid = usedKid;
    }
}
