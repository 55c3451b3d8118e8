package dev.farthing.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.farthing.keys.KeysStore.Enrolled;
import dev.farthing.kit.envelope.DecryptionKey;
import dev.farthing.kit.envelope.KeyFamily;
import dev.farthing.kit.envelope.SigningKey;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: the ring holds exactly the active keys, and prepares each once. Method: rings made one from the other. */
class VendorRingTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void knowsSigningKeysByTheirIdAndEncryptionKeysByTheirVendor() {
        Enrolled signing = signing("kiosk");
        Enrolled encryption = encryption("kiosk");
        VendorRing ring = VendorRing.EMPTY.with(List.of(signing, encryption));
        assertThat(ring.verification()).containsOnlyKeys(signing.kid());
        assertThat(ring.verification().get(signing.kid()))
                .satisfies(key -> assertThat(key.owner()).isEqualTo("kiosk"));
        assertThat(ring.encryption()).containsOnlyKeys("kiosk");
    }

    @Test
    void keepsWhatItHasPrepared() {
        List<Enrolled> keys = List.of(signing("kiosk"), encryption("kiosk"));
        VendorRing before = VendorRing.EMPTY.with(keys);
        VendorRing after = before.with(keys);
        assertThat(after.verification().values())
                .first()
                .isSameAs(before.verification().values().iterator().next());
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

    private static Enrolled signing(String vendor) {
        SigningKey key = SigningKey.generate(KeyFamily.ED25519, RANDOM);
        return new Enrolled(
                key.kid(), vendor, KeyUsage.SIGNING, key.verificationKey(vendor).toJwk());
    }

    private static Enrolled encryption(String vendor) {
        DecryptionKey key = DecryptionKey.generate(KeyFamily.P256, RANDOM);
        return new Enrolled(
                key.kid(), vendor, KeyUsage.ENCRYPTION, key.encryptionKey().toJwk());
    }
}
