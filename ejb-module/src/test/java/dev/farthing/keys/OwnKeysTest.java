package dev.farthing.keys;

import static dev.farthing.keys.KeyState.ACTIVE;
import static dev.farthing.keys.KeyState.PENDING;
import static dev.farthing.keys.KeyState.VERIFY_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Goal: what is published, opens and signs follows the keys' lives. Method: the keys of one family in every state. */
class OwnKeysTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant END = NOW.plusSeconds(10);

    private final OwnKeys.Stored signing = signing(ACTIVE, 2);
    private final OwnKeys.Stored nextSigning = signing(PENDING, 3);
    private final OwnKeys.Stored oldSigning = signing(VERIFY_ONLY, 1);
    private final OwnKeys.Stored decryption = decryption(ACTIVE, 2);
    private final OwnKeys.Stored nextDecryption = decryption(PENDING, 3);
    private final OwnKeys.Stored oldDecryption = decryption(VERIFY_ONLY, 1);
    private final AtomicInteger unwrapped = new AtomicInteger();
    private final List<OwnKeys.Stored> all =
            List.of(nextSigning, oldDecryption, decryption, oldSigning, signing, nextDecryption);
    private final OwnKeys keys = OwnKeys.NONE.with(all, this::unwrap);

    @Test
    void publishesTheKeyInUseBeforeThoseToCome() {
        assertThat(kids(NOW))
                .containsExactly(kid(signing), kid(oldSigning), kid(nextSigning), kid(decryption), kid(nextDecryption));
        assertThat(kids(END)).containsExactly(kid(signing), kid(nextSigning), kid(decryption), kid(nextDecryption));
    }

    @Test
    void opensWhatIsSealedToEveryKeyThatWasPublishedUntilItsOverlapEnds() {
        assertThat(keys.decryption(kid(decryption), END)).isNotNull();
        assertThat(keys.decryption(kid(nextDecryption), END)).isNotNull();
        assertThat(keys.decryption(kid(oldDecryption), END.minusMillis(1))).isNotNull();
        assertThat(keys.decryption(kid(oldDecryption), END)).isNull();
        assertThat(keys.decryption(kid(signing), NOW)).isNull();
        assertThat(keys.decryption("nobody's", NOW)).isNull();
    }

    @Test
    void signsWithTheOneInUse() {
        assertThat(keys.signing(KeyFamily.ED25519).kid()).isEqualTo(kid(signing));
    }

    @Test
    void unwrapsEachKeyOnceAndFollowsItsLife() {
        assertThat(unwrapped).hasValue(all.size());
        OwnKeys.Stored followed =
                new OwnKeys.Stored(signing.life().followed(NOW, END), signing.publicJwk(), signing.wrapped());
        OwnKeys.Stored activated =
                new OwnKeys.Stored(nextSigning.life().activated(NOW), nextSigning.publicJwk(), nextSigning.wrapped());
        OwnKeys later = keys.with(List.of(followed, activated), this::unwrap);
        assertThat(unwrapped).hasValue(all.size());
        assertThat(later.signing(KeyFamily.ED25519).kid()).isEqualTo(kid(nextSigning));
        assertThat(later.decryption(kid(decryption), NOW)).as("revoked").isNull();
    }

    private List<String> kids(Instant now) {
        return keys.published(now).stream().map(PublicKey::kid).toList();
    }

    private String unwrap(OwnKeys.Stored stored) {
        unwrapped.incrementAndGet();
        return new String(stored.wrapped(), StandardCharsets.UTF_8);
    }

    private static String kid(OwnKeys.Stored stored) {
        return stored.life().kid();
    }

    private static OwnKeys.Stored signing(KeyState state, long age) {
        SigningKey key = SigningKey.generate(KeyFamily.ED25519, RANDOM);
        return stored(
                key.kid(),
                KeyUsage.SIGNING,
                state,
                age,
                key.verificationKey("farthing").toJwk(),
                key.toJwk());
    }

    private static OwnKeys.Stored decryption(KeyState state, long age) {
        DecryptionKey key = DecryptionKey.generate(KeyFamily.ED25519, RANDOM);
        return stored(
                key.kid(), KeyUsage.ENCRYPTION, state, age, key.encryptionKey().toJwk(), key.toJwk());
    }

    private static OwnKeys.Stored stored(
            String kid, KeyUsage usage, KeyState state, long age, String publicJwk, String secret) {
        Instant created = Instant.EPOCH.plusSeconds(age);
        KeyLife life =
                new KeyLife(kid, usage, KeyFamily.ED25519, state, created, created, state == VERIFY_ONLY ? END : null);
        return new OwnKeys.Stored(life, publicJwk, secret.getBytes(StandardCharsets.UTF_8));
    }
}
