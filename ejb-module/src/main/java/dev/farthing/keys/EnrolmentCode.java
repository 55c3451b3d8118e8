package dev.farthing.keys;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A one-time code that lets a vendor enrol its first keys; used once, by one signing key. */
@Entity
@Table(name = "enrolment_code")
class EnrolmentCode {
    @Id
    @Column(name = "code_hash")
    private String codeHash = "";

    @Column(name = "vendor_id", nullable = false)
    private long vendorId;

    @Column(name = "expires_at", nullable = false)
    private Instant expiresAt = Instant.EPOCH;

    @Column(name = "used_at")
    private @Nullable Instant usedAt;

    @Column(name = "signing_kid")
    private @Nullable String signingKid;

    /** For the persistence provider. */
    protected EnrolmentCode() {}

    EnrolmentCode(String codeHash, long vendorId, Instant expiresAt) {
        this.codeHash = codeHash;
        this.vendorId = vendorId;
        this.expiresAt = expiresAt;
    }

    long vendorId() {
        return vendorId;
    }

    boolean isFresh(Instant now) {
        return usedAt == null && now.isBefore(expiresAt);
    }

    /** True if this code was used by this key: then the same enrolment has come again. */
    boolean wasUsedBy(String kid) {
        return kid.equals(signingKid);
    }

    void use(String kid, Instant now) {
        this.usedAt = now;
        this.signingKid = kid;
    }
}
