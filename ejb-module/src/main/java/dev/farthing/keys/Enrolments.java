package dev.farthing.keys;

import dev.farthing.audit.AuditTrail;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.proof.Enrolment;
import dev.farthing.kit.proof.EnrolmentRefused;
import dev.farthing.party.Vendor;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How a vendor's first keys come in: an operator hands out a one-time code, the vendor signs it with the new key. */
@Stateless
public class Enrolments {
    /** What was enrolled. */
    public record Enrolled(String vendor, String signingKid, String encryptionKid, String audience) {}

    @Inject
    private KeysStore store;

    @Inject
    private Rotations rotations;

    @Inject
    private KeyChanges changes;

    @Inject
    private AuditTrail audit;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "farthing.server-id", defaultValue = "farthing")
    private String serverId;

    private final SecureRandom random = new SecureRandom();

    /**
     * Makes a code for a vendor; it is good for one enrolment within 24 hours.
     *
     * @param actor who hands it out, as in {@link AuditTrail}
     */
    public OneTimeCode issueCode(Vendor vendor, String actor) {
        OneTimeCode code = OneTimeCode.fresh(random, clock.instant());
        store.persist(new EnrolmentCode(OneTimeCode.hash(code.code()), vendor.id(), code.expiresAt()));
        audit.record(
                actor,
                "enrolment-code.issued",
                vendor.accountOwner(),
                Map.of("expiresAt", code.expiresAt().toString()));
        return code;
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
        EnrolmentCode code = store.lockCode(OneTimeCode.hash(enrolment.code())).orElseThrow(EnrolmentDenied::new);
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
}
