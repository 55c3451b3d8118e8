package dev.farthing.keys;

import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Farthing's own keys, unwrapped, each once. A pending one is here too: it is published, and opens what is sealed to it, so that
 * no node is behind when another puts it into use.
 */
record OwnKeys(Map<String, Own> byId) {
    static final OwnKeys NONE = new OwnKeys(Map.of());

    /** In use before followed, followed before to come; the newest first. */
    private static final Comparator<Own> ORDER = Comparator.<Own, KeyUsage>comparing(
                    own -> own.life().usage())
            .thenComparing(own -> own.life().family())
            .thenComparing(own -> rank(own.life().state()))
            .thenComparing(own -> own.life().createdAt(), Comparator.reverseOrder());

    /** A key pair; of the two private halves it has the one of its usage. */
    record Own(
            KeyLife life,
            PublicKey publicKey,
            @Nullable SigningKey signing,
            @Nullable DecryptionKey decryption) {
        private Own at(KeyLife now) {
            return new Own(now, publicKey, signing, decryption);
        }

        private boolean isPublished(Instant now) {
            boolean followed = life.state() == KeyState.VERIFY_ONLY;
            return life.state() == KeyState.PENDING
                    || (life.isAccepted(now) && !(followed && life.usage() == KeyUsage.ENCRYPTION));
        }
    }

    /** Key pairs as they are stored, the private half wrapped. */
    @SuppressWarnings("ArrayRecordComponent") // never leaves the package
    record Stored(KeyLife life, String publicJwk, byte[] wrapped) {
        PublicKey publicKey() {
            return new PublicKey(life.kid(), life.usage(), life.family(), publicJwk);
        }
    }

    /** These keys; those that were here are not unwrapped again. */
    OwnKeys with(List<Stored> stored, Function<Stored, String> unwrapping) {
        Map<String, Own> keys = new HashMap<>();
        for (Stored key : stored) {
            @Nullable Own known = byId.get(key.life().kid());
            keys.put(key.life().kid(), known != null ? known.at(key.life()) : unwrapped(key, unwrapping));
        }
        return new OwnKeys(Map.copyOf(keys));
    }

    private static Own unwrapped(Stored key, Function<Stored, String> unwrapping) {
        String secret = unwrapping.apply(key);
        return key.life().usage() == KeyUsage.SIGNING
                ? new Own(key.life(), key.publicKey(), SigningKey.fromJwk(secret), null)
                : new Own(key.life(), key.publicKey(), null, DecryptionKey.fromJwk(secret));
    }

    @Nullable DecryptionKey decryption(String kid, Instant now) {
        @Nullable Own own = byId.get(kid);
        return own != null
                        && (own.life().state() == KeyState.PENDING || own.life().isAccepted(now))
                ? own.decryption()
                : null;
    }

    SigningKey signing(KeyFamily family) {
        for (Own own : byId.values()) {
            SigningKey key = own.signing();
            if (key != null && own.life().family() == family && own.life().state() == KeyState.ACTIVE) {
                return key;
            }
        }
        throw new IllegalStateException("The server has no signing key of family " + family);
    }

    List<PublicKey> published(Instant now) {
        List<Own> published = new ArrayList<>(
                byId.values().stream().filter(own -> own.isPublished(now)).toList());
        published.sort(ORDER);
        return published.stream().map(Own::publicKey).toList();
    }

    private static int rank(KeyState state) {
        return switch (state) {
            case ACTIVE -> 0;
            case VERIFY_ONLY -> 1;
            case PENDING -> 2;
            case REVOKED -> 3;
        };
    }
}
