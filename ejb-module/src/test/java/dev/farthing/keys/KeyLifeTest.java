package dev.farthing.keys;

import static dev.farthing.keys.KeyState.ACTIVE;
import static dev.farthing.keys.KeyState.PENDING;
import static dev.farthing.keys.KeyState.REVOKED;
import static dev.farthing.keys.KeyState.VERIFY_ONLY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.kit.envelope.KeyFamily;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Goal: a key goes its way and never back. Method: every pair of states, against a table that is written out here. */
class KeyLifeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Map<KeyState, Set<KeyState>> WAY = new EnumMap<>(Map.of(
            PENDING, EnumSet.of(ACTIVE, REVOKED),
            ACTIVE, EnumSet.of(VERIFY_ONLY, REVOKED),
            VERIFY_ONLY, EnumSet.of(REVOKED),
            REVOKED, EnumSet.noneOf(KeyState.class)));

    @Test
    void everyPairOfStatesIsAStepOrIsRefused() {
        for (KeyState from : KeyState.values()) {
            for (KeyState to : KeyState.values()) {
                boolean step = WAY.getOrDefault(from, Set.of()).contains(to);
                assertThat(from.mayBecome(to)).as("%s to %s", from, to).isEqualTo(step);
                if (to == PENDING) {
                    continue;
                }
                if (step) {
                    assertThat(moved(from, to)).satisfies(life -> {
                        assertThat(life.state()).isEqualTo(to);
                        assertThat(life.changedAt()).isEqualTo(NOW);
                        assertThat(life.createdAt()).isEqualTo(Instant.EPOCH);
                    });
                } else {
                    assertThatThrownBy(() -> moved(from, to))
                            .isInstanceOf(KeyRefused.class)
                            .hasMessageContaining("is " + from);
                }
            }
        }
    }

    @Test
    void isAcceptedWhileItIsActiveAndUntilItsOverlapEnds() {
        assertThat(life(PENDING).isAccepted(NOW)).isFalse();
        assertThat(life(ACTIVE).isAccepted(NOW)).isTrue();
        assertThat(life(REVOKED).isAccepted(NOW)).isFalse();
        KeyLife followed = life(ACTIVE).followed(NOW, NOW.plusSeconds(10));
        assertThat(followed.isAccepted(NOW.plusSeconds(10).minusNanos(1))).isTrue();
        assertThat(followed.isAccepted(NOW.plusSeconds(10))).isFalse();
    }

    @Test
    void onlyAFollowedKeyRetires() {
        assertThat(life(ACTIVE).followed(NOW, NOW.plusSeconds(10)).revoked(NOW).retiresAt())
                .isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> with(ACTIVE, NOW));
        assertThatIllegalArgumentException().isThrownBy(() -> with(VERIFY_ONLY, null));
    }

    @Test
    void theHashOfANonceRecognisesThatNonceAlone() {
        String hash = Nonces.hash("n".repeat(43));
        assertThat(Nonces.matches("n".repeat(43), hash)).isTrue();
        assertThat(Nonces.matches("n".repeat(42) + "m", hash)).isFalse();
        assertThat(Nonces.matches("", hash)).isFalse();
        assertThat(Nonces.matches(null, hash)).isFalse();
        assertThat(Nonces.matches("n".repeat(43), null)).isFalse();
    }

    private static KeyLife moved(KeyState from, KeyState to) {
        return switch (to) {
            case ACTIVE -> life(from).activated(NOW);
            case VERIFY_ONLY -> life(from).followed(NOW, NOW.plusSeconds(1));
            case REVOKED -> life(from).revoked(NOW);
            case PENDING -> throw new IllegalArgumentException("no key becomes pending");
        };
    }

    private static KeyLife life(KeyState state) {
        return with(state, state == VERIFY_ONLY ? NOW.plusSeconds(5) : null);
    }

    private static KeyLife with(KeyState state, @org.jspecify.annotations.Nullable Instant retiresAt) {
        return new KeyLife("kid", KeyUsage.SIGNING, KeyFamily.ED25519, state, Instant.EPOCH, Instant.EPOCH, retiresAt);
    }
}
