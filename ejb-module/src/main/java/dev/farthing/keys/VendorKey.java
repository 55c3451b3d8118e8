package dev.farthing.keys;

import dev.farthing.kit.envelope.KeyFamily;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A vendor's public key. It is active from its enrolment until it is revoked. */
@Entity
@Table(name = "vendor_key")
class VendorKey {
    @Id
    private String kid = "";

    @Column(name = "vendor_id", nullable = false)
    private long vendorId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private KeyUsage usage = KeyUsage.SIGNING;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private KeyFamily family = KeyFamily.ED25519;

    @Column(name = "public_jwk", nullable = false)
    private String publicJwk = "";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private KeyState state = KeyState.ACTIVE;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    /** For the persistence provider. */
    protected VendorKey() {}

    /** An active key of a vendor. */
    VendorKey(long vendorId, PublicKey key, Instant createdAt) {
        this.kid = key.kid();
        this.vendorId = vendorId;
        this.usage = key.usage();
        this.family = key.family();
        this.publicJwk = key.jwk();
        this.createdAt = createdAt;
    }

    String kid() {
        return kid;
    }

    long vendorId() {
        return vendorId;
    }

    KeyUsage usage() {
        return usage;
    }

    String publicJwk() {
        return publicJwk;
    }
}
