package dev.farthing.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.device.DeviceStore.Registered;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import dev.farthing.kit.envelope.VerificationKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Goal: a revoked device is noticed within a second, on this node at once, and strangers do not keep customers out. Method:
 * a table in memory that counts who is read, and a clock that is moved.
 */
class DeviceKeysTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final DeviceKeys keys = new DeviceKeys();
    private final Map<String, Registered> table = new HashMap<>();
    private final List<String> reads = new ArrayList<>();

    @Test
    void readsAKeyOnceWhileItIsFresh() {
        String kid = register("anna");
        VerificationKey first = found(kid, NOW);
        assertThat(first.owner()).isEqualTo("anna");
        assertThat(found(kid, NOW.plusMillis(999))).isSameAs(first);
        assertThat(reads).containsExactly(kid);
    }

    @Test
    void readsAKeyAgainAfterASecondWithoutPreparingItAgain() {
        String kid = register("anna");
        VerificationKey first = found(kid, NOW);
        assertThat(found(kid, NOW.plusSeconds(1))).isSameAs(first);
        assertThat(reads).containsExactly(kid, kid);
    }

    @Test
    void noticesWithinASecondWhatAnotherNodeRevoked() {
        String kid = register("anna");
        found(kid, NOW);
        table.remove(kid);
        assertThat(find(kid, NOW.plusMillis(999))).isNotNull();
        assertThat(find(kid, NOW.plusSeconds(1))).isNull();
        assertThat(find(kid, NOW.plusSeconds(1))).isNull();
    }

    @Test
    void believesNothingOfATimeThatHasNotCome() {
        String kid = register("anna");
        found(kid, NOW);
        table.remove(kid);
        assertThat(find(kid, NOW.minusSeconds(3600))).isNull();
    }

    @Test
    void forgetsAtOnceWhatThisNodeRevoked() {
        String kid = register("anna");
        found(kid, NOW);
        table.remove(kid);
        keys.forget(kid);
        assertThat(find(kid, NOW)).isNull();
    }

    @Test
    void doesNotHoldWhatWasReadBeforeARevocation() {
        String kid = register("anna");
        keys.find(kid, NOW, asked -> {
            Optional<Registered> before = Optional.ofNullable(table.remove(asked));
            keys.forget(asked);
            return before;
        });
        assertThat(find(kid, NOW)).isNull();
    }

    @Test
    void looksUpOnlySoManyStrangersInASecond() {
        for (int i = 0; i < DeviceKeys.STRANGERS_A_SECOND; i++) {
            assertThat(find("stranger-" + i, NOW)).isNull();
        }
        assertThatThrownBy(() -> find("one-more", NOW.plusMillis(999))).isInstanceOf(StrangersRefused.class);
        assertThat(reads).hasSize(DeviceKeys.STRANGERS_A_SECOND);
        assertThat(find("one-more", NOW.plusSeconds(1))).isNull();
    }

    @Test
    void customersInUseAreServedWhileStrangersKnock() {
        String kid = register("anna");
        found(kid, NOW);
        for (int i = 0; i < DeviceKeys.STRANGERS_A_SECOND; i++) {
            find("stranger-" + i, NOW.plusMillis(1500));
        }
        assertThat(found(kid, NOW.plusMillis(1500)).owner()).isEqualTo("anna");
    }

    @Test
    void customersWhoComeBackAreNoStrangers() {
        for (int i = 0; i < 2 * DeviceKeys.STRANGERS_A_SECOND; i++) {
            assertThat(found(register("customer-" + i), NOW).owner()).isEqualTo("customer-" + i);
        }
    }

    private String register(String customer) {
        VerificationKey key =
                SigningKey.generate(KeyFamily.ED25519, new SecureRandom()).verificationKey("");
        table.put(key.kid(), new Registered(key.kid(), customer, key.toJwk()));
        return key.kid();
    }

    private VerificationKey found(String kid, Instant now) {
        @Nullable VerificationKey key = find(kid, now);
        assertThat(key).isNotNull();
        return Objects.requireNonNull(key);
    }

    private @Nullable VerificationKey find(String kid, Instant now) {
        return keys.find(kid, now, asked -> {
            reads.add(asked);
            return Optional.ofNullable(table.get(asked));
        });
    }
}
