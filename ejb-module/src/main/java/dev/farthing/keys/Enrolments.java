package dev.farthing.keys;

import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.proof.Enrolment;
import dev.farthing.kit.proof.EnrolmentRefused;
import dev.farthing.party.Vendor;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How a vendor's first keys come in: an operator hands out a one-time code, the vendor signs it with the new key. */
@Stateless
public class Enrolments {
    private static final Duration CODE_LIFETIME = Duration.ofHours(24);
    private static final int CODE_BYTES = 20;

    /** A fresh code, shown once. */
    public record Code(String code, Instant expiresAt) {}

    /** What was enrolled. */
    public record Enrolled(String vendor, String signingKid, String encryptionKid, String audience) {}

    @Inject
    private KeysStore store;

    @Inject
    private Rotations rotations;

    @Inject
    private KeyChanges changes;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "farthing.server-id", defaultValue = "farthing")
    private String serverId;

    private final SecureRandom random = new SecureRandom();

    /** Makes a code for a vendor; it is good for one enrolment within 24 hours. */
    public Code issueCode(Vendor vendor) {
        byte[] secret = new byte[CODE_BYTES];
        random.nextBytes(secret);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Instant expiresAt = clock.instant().plus(CODE_LIFETIME);
        store.persist(new EnrolmentCode(hash(code), vendor.id(), expiresAt));
        return new Code(code, expiresAt);
    }

    /**
     * Enrols the keys of a signed enrolment. The same one sent again has the same result, since its answer may have
     * been lost.
     *
     * @throws EnrolmentDenied if the proof or the code is not valid, the vendor has an active signing key already, or a key
     *     is known already
     */
    public Enrolled enrol(String jws) {
        Enrolment enrolment = open(jws);
        VerificationKey signing = VerificationKey.fromJwk(enrolment.signingJwk(), "");
        EncryptionKey encryption = EncryptionKey.fromJwk(enrolment.encryptionJwk());
        EnrolmentCode code = store.lockCode(hash(enrolment.code())).orElseThrow(EnrolmentDenied::new);
        boolean sentAgain = code.wasUsedBy(signing.kid()) && store.isKeyOf(code.vendorId(), encryption.kid());
        if (!sentAgain) {
            use(code, signing, encryption);
        }
        return new Enrolled(store.vendorCode(code.vendorId()), signing.kid(), encryption.kid(), serverId);
    }

    private Enrolment open(String jws) {
        try {
            return Enrolment.open(jws, serverId, clock.instant());
        } catch (EnrolmentRefused e) {
            throw new EnrolmentDenied();
        }
    }

    private void use(EnrolmentCode code, VerificationKey signing, EncryptionKey encryption) {
        Instant now = clock.instant();
        boolean taken = store.hasActiveSigningKey(code.vendorId())
                || store.isKnown(signing.kid())
                || store.isKnown(encryption.kid());
        if (!code.isFresh(now) || taken) {
            throw new EnrolmentDenied();
        }
        rotations.endAll(code.vendorId(), "the vendor enrolled anew", now);
        code.use(signing.kid(), now);
        store.persist(new VendorKey(
                code.vendorId(),
                new PublicKey(signing.kid(), KeyUsage.SIGNING, signing.family(), signing.toJwk()),
                now));
        store.persist(new VendorKey(
                code.vendorId(),
                new PublicKey(encryption.kid(), KeyUsage.ENCRYPTION, encryption.family(), encryption.toJwk()),
                now));
        KeyChanges.Owner owner = new KeyChanges.Owner(code.vendorId(), store.vendorCode(code.vendorId()));
        changes.activated(owner.name(), owner, active(signing.kid(), KeyUsage.SIGNING, signing.family(), now));
        changes.activated(owner.name(), owner, active(encryption.kid(), KeyUsage.ENCRYPTION, encryption.family(), now));
    }

    private static KeyLife active(String kid, KeyUsage usage, KeyFamily family, Instant now) {
        return new KeyLife(kid, usage, family, KeyState.ACTIVE, now, now, null);
    }

    private static String hash(String code) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
