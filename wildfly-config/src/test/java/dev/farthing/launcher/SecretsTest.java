package dev.farthing.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets are made once, only their owner reads them, and a half-made home is completed. */
class SecretsTest {

    private Path folder;

    @BeforeEach
    void useAFolderOfItsOwn(@TempDir Path empty) {
        folder = empty;
    }

    @Test
    void makesEachSecretOnceAndKeepsIt() throws Exception {
        Secrets first = prepared();
        String tls = first.tlsPassword();
        first.useDatabasePassword("of the bank");

        Secrets again = prepared();

        assertThat(again.tlsPassword()).isEqualTo(tls);
        CredentialStoreFile store = new CredentialStoreFile(home().credentialStore(), again.storePassword());
        assertThat(store.find(Secrets.DATABASE_PASSWORD)).isEqualTo("of the bank");
        assertThat(store.find(Secrets.KEY_ENCRYPTION_KEY)).hasSize(43);
    }

    @Test
    void letsOnlyTheOwnerRead() throws Exception {
        prepared();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home().secrets())))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(home().secrets())) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void completesWhatAKilledStartLeft() throws Exception {
        prepared();
        Files.delete(home().credentialStore());
        Files.writeString(home().secrets().resolve("farthing.cs.new"), "half");

        assertThat(prepared().tlsPassword()).isNotBlank();
    }

    @Test
    void saysSoWhenTheStoresPasswordIsGone() throws Exception {
        prepared();
        Files.delete(home().secrets().resolve("store.password"));

        assertThatThrownBy(this::prepared).isInstanceOf(Problem.class).hasMessageContaining("store.password");
    }

    @Test
    void givesTheFirstOperatorAPasswordOnce() throws Exception {
        OperatorRealm realm = new OperatorRealm(home());
        Secrets secrets = prepared();

        String password = realm.prepare(secrets);

        assertThat(password).isEqualTo(SafeFiles.readSecret(home().operatorPassword()));
        assertThat(realm.prepare(secrets)).isNull();
    }

    private Secrets prepared() throws IOException, Problem {
        Secrets secrets = new Secrets(home(), new SecureRandom());
        secrets.prepare();
        return secrets;
    }

    private Home home() {
        return new Home(folder, "node1");
    }
}
