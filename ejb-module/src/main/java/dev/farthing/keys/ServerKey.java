package dev.farthing.keys;

import dev.farthing.kit.envelope.KeyFamily;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A key pair of Farthing's own; the private part is wrapped by the key-encryption key. */
@Entity
@Table(name = "server_key")
class ServerKey {
    @Id
    private String kid = "";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private KeyUsage usage = KeyUsage.SIGNING;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private KeyFamily family = KeyFamily.ED25519;

    @Column(name = "public_jwk", nullable = false)
    private String publicJwk = "";

    @Column(name = "wrapped_private", nullable = false)
    private byte[] wrappedPrivate = {};

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private KeyState state = KeyState.ACTIVE;

    @Column(name = "created_at", nullable = false)
    private Instant createdAt = Instant.EPOCH;

    /** For the persistence provider. */
    protected ServerKey() {}

    /** An active key pair. */
    ServerKey(PublicKey key, byte[] wrappedPrivate, Instant createdAt) {
        this.kid = key.kid();
        this.usage = key.usage();
        this.family = key.family();
        this.publicJwk = key.jwk();
        this.wrappedPrivate = wrappedPrivate.clone();
        this.createdAt = createdAt;
    }

    PublicKey publicKey() {
        return new PublicKey(kid, usage, family, publicJwk);
    }

    byte[] wrappedPrivate() {
        return wrappedPrivate.clone();
    }
}
