package dev.farthing.kit.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: a text that cannot be taken apart is refused at the cost of its family. Method: good texts, spoiled. */
class FamilyHintTest {
    @ParameterizedTest
    @EnumSource
    void tellsTheFamilyOfWhatIsSpoiled(KeyFamily family) {
        Peers peers = Peers.of(family, family);
        for (int i = 0; i < 20; i++) {
            String sealed = peers.seal();
            String header = sealed.substring(0, sealed.indexOf('.'));
            assertThat(FamilyHint.of(sealed)).isEqualTo(family);
            assertThat(FamilyHint.of(" " + sealed.substring(1) + "=")).isEqualTo(family);
            assertThat(FamilyHint.of("{\"protected\":\"" + header + "\"}")).isEqualTo(family);
            assertThat(FamilyHint.of(sealed + "A".repeat(20_000))).isEqualTo(family);
            assertThat(FamilyHint.of(new RawSealer(peers).signed())).isEqualTo(family);
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsItAtEveryAlignment(KeyFamily family) {
        String value = family == KeyFamily.P256 ? "\"P-256\"" : "\"X25519\"";
        for (int shift = 0; shift < 6; shift++) {
            byte[] header = (" ".repeat(shift) + value + " }").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            assertThat(FamilyHint.of(Base64Url.encode(header))).isEqualTo(family);
        }
    }
}
