package dev.farthing.kit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.farthing.kit.envelope.KeyFamily;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Goal: a vendor's keys survive on disk, and only for the vendor. Method: a folder of the test's own. */
class VendorKeysTest {
    private final VendorKeys keys = VendorKeys.generate(KeyFamily.ED25519, new SecureRandom());

    @TempDir
    Path folder = Path.of("");

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrote(KeyFamily family) throws Exception {
        VendorKeys made = VendorKeys.generate(family, new SecureRandom());
        Path file = folder.resolve("keys.json");
        made.save(file);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        VendorKeys read = VendorKeys.load(file);
        assertThat(read.signing().toJwk()).isEqualTo(made.signing().toJwk());
        assertThat(read.decryption().toJwk()).isEqualTo(made.decryption().toJwk());
    }

    @Test
    void doesNotWriteOverKeys() throws Exception {
        Path file = folder.resolve("keys.json");
        keys.save(file);
        assertThatThrownBy(() -> keys.save(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void doesNotReadWhatOthersMayRead() throws Exception {
        Path file = folder.resolve("keys.json");
        keys.save(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> VendorKeys.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void saysWhatIsWrongWithAFileThatHoldsNoKeys() throws Exception {
        Path file = folder.resolve("keys.json");
        Files.writeString(file, "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> VendorKeys.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not hold a vendor's keys");
    }
}
