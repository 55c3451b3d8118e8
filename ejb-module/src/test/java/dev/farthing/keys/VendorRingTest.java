package dev.farthing.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.keys.KeysStore.Enrolled;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: the ring holds exactly the active keys, and prepares each once. Method: rings made one from the other. */
class VendorRingTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void knowsSigningKeysByTheirIdAndEncryptionKeysByTheirVendor() {
        Enrolled signing = signing("kiosk");
        Enrolled encryption = encryption("kiosk");
        VendorRing ring = VendorRing.EMPTY.with(List.of(signing, encryption));
        assertThat(ring.verification()).containsOnlyKeys(signing.kid());
        assertThat(ring.verification().get(signing.kid()))
                .satisfies(verifying -> assertThat(verifying.key().owner()).isEqualTo("kiosk"));
        assertThat(ring.encryption()).containsOnlyKeys("kiosk");
    }

    @Test
    void keepsWhatItHasPrepared() {
        List<Enrolled> keys = List.of(signing("kiosk"), encryption("kiosk"));
        VendorRing before = VendorRing.EMPTY.with(keys);
        VendorRing after = before.with(keys);
        String kid = keys.get(0).kid();
        assertThat(after.verificationKey(kid, NOW)).isNotNull().isSameAs(before.verificationKey(kid, NOW));
        assertThat(after.encryption().get("kiosk")).isSameAs(before.encryption().get("kiosk"));
    }

    @Test
    void forgetsARevokedKeyAndTakesItsSuccessor() {
        Enrolled old = encryption("kiosk");
        Enrolled successor = encryption("kiosk");
        VendorRing before = VendorRing.EMPTY.with(List.of(signing("kiosk"), old));
        VendorRing after = before.with(List.of(successor));
        assertThat(after.verification()).isEmpty();
        assertThat(after.encryption().get("kiosk"))
                .satisfies(key -> assertThat(key.kid()).isEqualTo(successor.kid()));
    }

    @Test
    void acceptsAFollowedKeyUntilItsOverlapEndsAndNotALoopLonger() {
        Enrolled old = signing("kiosk");
        Enrolled followed = new Enrolled(old.kid(), "kiosk", old.usage(), old.publicJwk(), NOW.plusSeconds(1), null);
        VendorRing ring = VendorRing.EMPTY.with(List.of(old)).with(List.of(followed, signing("kiosk")));
        assertThat(ring.verificationKey(old.kid(), NOW)).isNotNull();
        assertThat(ring.verificationKey(old.kid(), NOW.plusSeconds(1))).isNull();
    }

    @Test
    void learnsOneVendorsKeysWithoutForgettingTheOthers() {
        Enrolled kiosk = signing("kiosk");
        Enrolled bakery = signing("bakery");
        Enrolled limited = new Enrolled(bakery.kid(), "bakery", bakery.usage(), bakery.publicJwk(), null, 7);
        VendorRing ring = VendorRing.EMPTY.with(List.of(kiosk)).plus(List.of(limited));
        assertThat(ring.verification()).containsOnlyKeys(kiosk.kid(), bakery.kid());
        assertThat(ring.requestLimits()).containsExactly(Map.entry("bakery", 7));
    }

    private static Enrolled signing(String vendor) {
        SigningKey key = SigningKey.generate(KeyFamily.ED25519, RANDOM);
        return new Enrolled(
                key.kid(), vendor, KeyUsage.SIGNING, key.verificationKey(vendor).toJwk(), null, null);
    }

    private static Enrolled encryption(String vendor) {
        DecryptionKey key = DecryptionKey.generate(KeyFamily.P256, RANDOM);
        return new Enrolled(
                key.kid(), vendor, KeyUsage.ENCRYPTION, key.encryptionKey().toJwk(), null, null);
    }
}
