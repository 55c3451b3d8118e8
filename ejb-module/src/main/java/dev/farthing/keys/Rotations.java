package dev.farthing.keys;

import dev.farthing.calendar.BusinessDays;
import dev.farthing.kit.envelope.EncryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.VerificationKey;
import dev.farthing.kit.proof.KeyChallenge;
import dev.farthing.kit.proof.KeyOffer;
import dev.farthing.kit.proof.KeyOfferRefused;
import dev.farthing.party.Vendors;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * How vendors' keys are followed by others, and how they end. A vendor offers a new key and proves that it holds it; from
 * its activation on the new one is in use, and the old one is accepted until its overlap ends. Each step sent again has the
 * same result, since its answer may have been lost. After a change the caller has the {@link KeyRing} reload.
 */
@Stateless
public class Rotations {
    /** Keys in one list. */
    public static final int MOST_LISTED = 200;

    /** New keys of one vendor in an hour: many times more than rotating needs, few enough for the table. */
    public static final int MOST_OFFERS_AN_HOUR = 60;

    /** Wrong answers to a challenge, after which the pending key is revoked. */
    public static final int MOST_WRONG_ANSWERS = 5;

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int NONCE_BYTES = 32;
    private static final int MOST_RETIRED_AT_ONCE = 100;
    private static final String OVERLAP_IS_OVER = "overlap is over";

    /** A key as it was offered; {@code challenge}, of an encryption key, holds the nonce that activates it. */
    public record Offered(KeyLife key, @Nullable String challenge) {}

    @Inject
    private VendorKeyStore store;

    @Inject
    private KeyChanges changes;

    @Inject
    private KeyRing ring;

    @Inject
    private Vendors vendors;

    @Inject
    private Sealer sealer;

    @Inject
    private BusinessDays days;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "farthing.keys.overlap-seconds", defaultValue = "86400")
    private long overlapSeconds;

    private final SecureRandom random = new SecureRandom();

    /**
     * A vendor's keys, the newest first, at most {@link #MOST_LISTED}.
     *
     * @throws dev.farthing.party.PartyRefused if there is no such vendor
     */
    public List<KeyLife> keysOf(String vendor) {
        return store.ofVendor(vendors.get(vendor).id(), MOST_LISTED);
    }

    /**
     * Takes in the key that is to follow the one in use. A pending key of the same usage that was not activated is revoked by
     * it; offered again, an encryption key gets a new challenge.
     *
     * @param vendor who was proved to ask
     * @param jws a {@link KeyOffer}
     * @throws KeyRefused {@code OFFER} if the offer is not authentic, not the vendor's, not in time, or of a key that was seen
     *     before; {@code TOO_MANY} if there were {@link #MOST_OFFERS_AN_HOUR}
     */
    public Offered offer(String vendor, String jws) {
        Instant now = clock.instant();
        KeyOffer offer = open(jws, now);
        long vendorId = vendors.get(vendor).id();
        List<VendorKeyStore.Held> living = store.lockLiving(vendorId);
        if (!offer.vendor().equals(vendor) || !isSignedAsItMust(offer, living)) {
            throw KeyRefused.offer();
        }
        Optional<KeyLife> known = find(living, offer.kid()).map(VendorKeyStore.Held::key);
        KeyLife key = known.orElseGet(() -> takeIn(new KeyChanges.Owner(vendorId, vendor), offer, living, now));
        if (key.state() == KeyState.VERIFY_ONLY) {
            throw KeyRefused.offer();
        }
        boolean challenged = key.state() == KeyState.PENDING && key.usage() == KeyUsage.ENCRYPTION;
        return new Offered(key, challenged ? challenge(vendor, offer, living, now) : null);
    }

    private KeyOffer open(String jws, Instant now) {
        try {
            return KeyOffer.open(jws, ring::vendorVerificationKey, sealer.serverId(), now);
        } catch (KeyOfferRefused e) {
            throw KeyRefused.offer();
        }
    }

    /** An encryption key is offered by the active signing key: one that only verifies makes nothing new. */
    private static boolean isSignedAsItMust(KeyOffer offer, List<VendorKeyStore.Held> living) {
        return offer.use() == KeyOffer.Use.SIG
                || find(living, offer.signerKid())
                        .filter(signer -> signer.key().state() == KeyState.ACTIVE)
                        .isPresent();
    }

    private KeyLife takeIn(KeyChanges.Owner owner, KeyOffer offer, List<VendorKeyStore.Held> living, Instant now) {
        if (store.isKnown(offer.kid())) {
            throw KeyRefused.offer();
        }
        if (store.countSince(owner.vendorId(), now.minus(HOUR)) >= MOST_OFFERS_AN_HOUR) {
            throw new KeyRefused(
                    KeyRefused.Kind.TOO_MANY, "More than " + MOST_OFFERS_AN_HOUR + " keys were offered within an hour");
        }
        PublicKey key = publicKey(offer);
        inState(living, key.usage(), KeyState.PENDING)
                .ifPresent(replaced -> end(owner.name(), replaced, "another key was offered", now));
        store.insertPending(owner.vendorId(), key, now);
        KeyLife pending = new KeyLife(key.kid(), key.usage(), key.family(), KeyState.PENDING, now, now, null);
        changes.offered(owner, pending);
        return pending;
    }

    private static PublicKey publicKey(KeyOffer offer) {
        KeyFamily family =
                switch (offer.use()) {
                    case SIG ->
                        VerificationKey.fromJwk(offer.jwk(), offer.vendor()).family();
                    case ENC -> EncryptionKey.fromJwk(offer.jwk()).family();
                };
        KeyUsage usage = offer.use() == KeyOffer.Use.SIG ? KeyUsage.SIGNING : KeyUsage.ENCRYPTION;
        return new PublicKey(offer.kid(), usage, family, offer.jwk());
    }

    private String challenge(String vendor, KeyOffer offer, List<VendorKeyStore.Held> living, Instant now) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        store.challenge(offer.kid(), Nonces.hash(nonce));
        KeyFamily family = find(living, offer.signerKid())
                .map(signer -> signer.key().family())
                .orElseThrow(KeyRefused::offer);
        KeyChallenge challenge = new KeyChallenge(sealer.serverId(), vendor, offer.kid(), nonce);
        return sealer.sealTo(challenge.toJson(now), EncryptionKey.fromJwk(offer.jwk()), family);
    }

    /**
     * Puts a pending key into use; the one before is accepted until its overlap ends. Both in one transaction.
     *
     * @param nonce what the challenge of an encryption key held; not looked at for a signing key
     * @return the key, or empty if the nonce is wrong; the fifth wrong one revokes the key
     * @throws KeyRefused {@code NOT_FOUND} if the vendor has no such key, or it is revoked; {@code WRONG_STATE} if it was
     *     followed by another already
     */
    public Optional<KeyLife> activate(String vendor, String kid, @Nullable String nonce) {
        Instant now = clock.instant();
        long vendorId = vendors.get(vendor).id();
        List<VendorKeyStore.Held> living = store.lockLiving(vendorId);
        VendorKeyStore.Held held = find(living, kid).orElseThrow(() -> KeyRefused.unknown(kid));
        KeyLife key = held.key();
        if (key.state() == KeyState.ACTIVE) {
            return Optional.of(key);
        }
        KeyLife active = key.activated(now);
        if (key.usage() == KeyUsage.ENCRYPTION && !Nonces.matches(nonce, held.challengeHash())) {
            if (store.countWrongAnswer(kid) >= MOST_WRONG_ANSWERS) {
                end(held.owner().name(), held, "its challenge was answered wrong", now);
            }
            return Optional.empty();
        }
        String actor = held.owner().name();
        inState(living, key.usage(), KeyState.ACTIVE).ifPresent(before -> {
            KeyLife followed = before.key().followed(now, now.plusSeconds(overlapSeconds));
            store.move(followed);
            changes.retired(actor, before.owner(), followed);
        });
        store.move(active);
        changes.activated(actor, held.owner(), active);
        return Optional.of(active);
    }

    /**
     * Ends a key at once, whatever its state: every payment is settled before or refused after. Ending it again changes
     * nothing.
     *
     * @param actor who asks, as the audit trail names actors
     * @throws KeyRefused {@code NOT_POSSIBLE} if the reason is not in form; {@code NOT_FOUND} if the vendor has no such key
     */
    public KeyLife revoke(String vendor, String kid, String actor, String reason) {
        Reasons.require(reason);
        days.enterAlone(BusinessDays.MAIN_CALENDAR);
        long vendorId = vendors.get(vendor).id();
        Optional<VendorKeyStore.Held> living = find(store.lockLiving(vendorId), kid);
        return living.map(held -> end(actor, held, reason, clock.instant()))
                .or(() -> store.find(vendorId, kid))
                .orElseThrow(() -> KeyRefused.unknown(kid));
    }

    /** Ends the keys whose overlap is over; the ring does not accept them any more by its clock. Returns how many. */
    public int endRetired() {
        Instant now = clock.instant();
        List<VendorKeyStore.Held> retired = store.lockRetired(now, MOST_RETIRED_AT_ONCE);
        retired.forEach(held -> end(KeyChanges.FARTHING, held, OVERLAP_IS_OVER, now));
        return retired.size();
    }

    /** Ends whatever is left of a vendor's keys: part of an enrolment, which starts anew. */
    public void endAll(long vendorId, String reason, Instant now) {
        store.lockLiving(vendorId).forEach(held -> end(held.owner().name(), held, reason, now));
    }

    private KeyLife end(String actor, VendorKeyStore.Held held, String reason, Instant now) {
        KeyLife revoked = held.key().revoked(now);
        store.move(revoked);
        changes.revoked(actor, held.owner(), revoked, reason);
        return revoked;
    }

    private static Optional<VendorKeyStore.Held> find(List<VendorKeyStore.Held> living, String kid) {
        return living.stream().filter(held -> held.key().kid().equals(kid)).findFirst();
    }

    private static Optional<VendorKeyStore.Held> inState(
            List<VendorKeyStore.Held> living, KeyUsage usage, KeyState state) {
        return living.stream()
                .filter(held -> held.key().usage() == usage && held.key().state() == state)
                .findFirst();
    }
}
