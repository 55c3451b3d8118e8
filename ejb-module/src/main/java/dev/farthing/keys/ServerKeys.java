package dev.farthing.keys;

import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Farthing's own key pairs: one for signing and one for encryption of each family, made at the first start, and how operators
 * let them be followed by others. A new one is published before it is put into use, so that no vendor meets an unknown one;
 * the one before opens, or verifies, what is under way until its overlap ends.
 */
@Stateless
public class ServerKeys {
    /** Keys in one list. */
    public static final int MOST_LISTED = 200;

    /**
     * The shortest time of publication: a node reads its keys every half second, and a vendor's kit does not ask for the key set
     * twice within a second.
     */
    static final long LEAST_PUBLISH_SECONDS = 3;

    @Inject
    private ServerKeyStore store;

    @Inject
    private KeyVault vault;

    @Inject
    private KeyChanges changes;

    @Inject
    private Clock clock;

    @Inject
    @ConfigProperty(name = "farthing.server-id", defaultValue = "farthing")
    private String serverId;

    @Inject
    @ConfigProperty(name = "farthing.keys.publish-seconds", defaultValue = "60")
    private long publishSeconds;

    @Inject
    @ConfigProperty(name = "farthing.keys.server-overlap-seconds", defaultValue = "7200")
    private long overlapSeconds;

    /** Longer than for encryption: entitlements are verified against the published keys for as long as they are held. */
    @Inject
    @ConfigProperty(name = "farthing.keys.server-signing-overlap-seconds", defaultValue = "34560000")
    private long signingOverlapSeconds;

    private final SecureRandom random = new SecureRandom();

    /** The keys that are not revoked; without any, the first ones are made. */
    public OwnKeys loadOrMake() {
        OwnKeys keys = load(OwnKeys.NONE);
        if (keys.byId().isEmpty()) {
            store.lock();
            if (store.living().isEmpty()) {
                makeAll();
            }
            keys = load(OwnKeys.NONE);
        }
        return keys;
    }

    /** The keys that are not revoked; those that are known are not unwrapped again. */
    public OwnKeys load(OwnKeys known) {
        return known.with(store.living(), stored -> vault.unwrap(stored.life().kid(), stored.wrapped()));
    }

    /** All keys, the newest first, at most {@link #MOST_LISTED}. */
    public List<KeyLife> list() {
        return store.all(MOST_LISTED);
    }

    /** For how long a key must have been published before it can be activated. */
    public Duration publication() {
        return Duration.ofSeconds(Math.max(publishSeconds, LEAST_PUBLISH_SECONDS));
    }

    /**
     * Makes a key that is to follow the active one. It is published at once and used for nothing.
     *
     * @throws KeyRefused {@code WRONG_STATE} if there is a pending one of this usage and family
     */
    public KeyLife make(KeyUsage usage, KeyFamily family, String actor) {
        store.lock();
        living(usage, family, KeyState.PENDING).ifPresent(pending -> {
            throw new KeyRefused(
                    KeyRefused.Kind.WRONG_STATE, "Key " + pending.kid() + " is pending already: activate or revoke it");
        });
        Instant now = clock.instant();
        String kid = save(usage, family, KeyState.PENDING, now);
        KeyLife made = new KeyLife(kid, usage, family, KeyState.PENDING, now, now, null);
        changes.ofServer(actor, "server-key.made", made, "");
        return made;
    }

    /**
     * Puts a pending key into use; the one before is accepted until its overlap ends. Both in one transaction; of an active key
     * nothing is changed.
     *
     * @throws KeyRefused {@code NOT_FOUND} if there is no such key, or it is revoked; {@code WRONG_STATE} if it was followed by
     *     another already; {@code TOO_SOON} if it was not published long enough
     */
    public KeyLife activate(String kid, String actor) {
        store.lock();
        Instant now = clock.instant();
        KeyLife key = find(kid);
        if (key.state() == KeyState.ACTIVE) {
            return key;
        }
        KeyLife active = key.activated(now);
        Instant from = key.createdAt().plus(publication());
        if (now.isBefore(from)) {
            throw new KeyRefused(
                    KeyRefused.Kind.TOO_SOON,
                    "Vendors do not all know key " + kid + " yet: activate it from " + from + " on");
        }
        living(key.usage(), key.family(), KeyState.ACTIVE).ifPresent(before -> {
            KeyLife followed = before.followed(now, now.plusSeconds(overlapOf(key.usage())));
            store.move(followed);
            changes.ofServer(actor, "server-key.retired", followed, "");
        });
        store.move(active);
        changes.ofServer(actor, "server-key.activated", active, "");
        return active;
    }

    private long overlapOf(KeyUsage usage) {
        return usage == KeyUsage.SIGNING ? signingOverlapSeconds : overlapSeconds;
    }

    /**
     * Ends a key that is not in use, before its overlap ends.
     *
     * @throws KeyRefused {@code NOT_POSSIBLE} if the reason is not in form; {@code NOT_FOUND} if there is no such key, or it is
     *     revoked; {@code WRONG_STATE} if it is the one in use: without it nobody could be answered
     */
    public KeyLife revoke(String kid, String actor, String reason) {
        Reasons.require(reason);
        store.lock();
        KeyLife key = find(kid);
        if (key.state() == KeyState.ACTIVE) {
            throw new KeyRefused(
                    KeyRefused.Kind.WRONG_STATE,
                    "Key " + kid + " is in use: make another, activate that one, then revoke this one");
        }
        return end(key, actor, reason);
    }

    /** Ends the keys whose overlap is over. Returns how many. */
    public int endRetired() {
        Instant now = clock.instant();
        if (retired(now).isEmpty()) {
            return 0;
        }
        store.lock();
        List<KeyLife> retired = retired(now);
        retired.forEach(key -> end(key, KeyChanges.FARTHING, "overlap is over"));
        return retired.size();
    }

    private List<KeyLife> retired(Instant now) {
        return store.living().stream()
                .map(OwnKeys.Stored::life)
                .filter(key -> key.state() == KeyState.VERIFY_ONLY && !key.isAccepted(now))
                .toList();
    }

    private KeyLife end(KeyLife key, String actor, String reason) {
        KeyLife revoked = key.revoked(clock.instant());
        store.move(revoked);
        changes.ofServer(actor, "server-key.revoked", revoked, reason);
        return revoked;
    }

    private KeyLife find(String kid) {
        return store.living().stream()
                .map(OwnKeys.Stored::life)
                .filter(key -> key.kid().equals(kid))
                .findFirst()
                .orElseThrow(() -> KeyRefused.unknown(kid));
    }

    private Optional<KeyLife> living(KeyUsage usage, KeyFamily family, KeyState state) {
        return store.living().stream()
                .map(OwnKeys.Stored::life)
                .filter(key -> key.usage() == usage && key.family() == family && key.state() == state)
                .findFirst();
    }

    private void makeAll() {
        Instant now = clock.instant();
        for (KeyFamily family : KeyFamily.values()) {
            for (KeyUsage usage : KeyUsage.values()) {
                save(usage, family, KeyState.ACTIVE, now);
            }
        }
    }

    private String save(KeyUsage usage, KeyFamily family, KeyState state, Instant now) {
        return switch (usage) {
            case SIGNING -> {
                SigningKey key = SigningKey.generate(family, random);
                String jwk = key.verificationKey(serverId).toJwk();
                yield save(new PublicKey(key.kid(), usage, family, jwk), key.toJwk(), state, now);
            }
            case ENCRYPTION -> {
                DecryptionKey key = DecryptionKey.generate(family, random);
                String jwk = key.encryptionKey().toJwk();
                yield save(new PublicKey(key.kid(), usage, family, jwk), key.toJwk(), state, now);
            }
        };
    }

    private String save(PublicKey key, String privateJwk, KeyState state, Instant now) {
        store.insert(key, vault.wrap(key.kid(), privateJwk), state, now);
        return key.kid();
    }
}
