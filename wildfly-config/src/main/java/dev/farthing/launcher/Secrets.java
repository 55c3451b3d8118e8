package dev.farthing.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The secrets of one home, made at its first start. None of them is ever in the repository or on a command line. */
final class Secrets {

    static final String DATABASE_PASSWORD = "database-password";
    static final String KEY_ENCRYPTION_KEY = "key-encryption-key";
    static final String TLS_PASSWORD = "tls-keystore-password";
    private static final int SECRET_BYTES = 24;
    private static final int KEY_BYTES = 32;

    private final Home home;
    private final SecureRandom random;

    Secrets(Home home, SecureRandom random) {
        this.home = home;
        this.random = random;
    }

    /** Makes what is missing. A store whose password is gone cannot be opened by anyone, and is said so. */
    void prepare() throws IOException, Problem {
        SafeFiles.folder(home.secrets(), SafeFiles.OWNER_FOLDER);
        if (Files.exists(home.credentialStore()) && !Files.exists(storePasswordFile())) {
            throw new Problem("The credential store " + home.credentialStore() + " is there but its password file "
                    + storePasswordFile() + " is not: put that back from your backup, or remove " + home.root()
                    + " to start with an empty server.");
        }
        made(storePasswordFile());
        made(home.secrets().resolve("superuser.password"));
        made(home.secrets().resolve("owner.password"));
        made(home.secrets().resolve("database.password"));
        CredentialStoreFile store = store();
        Map<String, String> missing = new LinkedHashMap<>();
        if (store.find(KEY_ENCRYPTION_KEY) == null) {
            missing.put(KEY_ENCRYPTION_KEY, fresh(KEY_BYTES));
        }
        if (store.find(TLS_PASSWORD) == null) {
            missing.put(TLS_PASSWORD, fresh(SECRET_BYTES));
        }
        if (!missing.isEmpty()) {
            store.store(missing);
        }
    }

    /** Gives the server the password with which it reaches its database. */
    void useDatabasePassword(String password) throws IOException {
        CredentialStoreFile store = store();
        if (!password.equals(store.find(DATABASE_PASSWORD))) {
            store.store(Map.of(DATABASE_PASSWORD, password));
        }
    }

    String storePassword() throws IOException {
        return SafeFiles.readSecret(storePasswordFile());
    }

    String superuserPassword() throws IOException {
        return SafeFiles.readSecret(home.secrets().resolve("superuser.password"));
    }

    String ownerPassword() throws IOException {
        return SafeFiles.readSecret(home.secrets().resolve("owner.password"));
    }

    String databasePassword() throws IOException {
        return SafeFiles.readSecret(home.secrets().resolve("database.password"));
    }

    String tlsPassword() throws IOException {
        return required(store().find(TLS_PASSWORD));
    }

    String fresh() {
        return fresh(SECRET_BYTES);
    }

    private String fresh(int bytes) {
        byte[] secret = new byte[bytes];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private CredentialStoreFile store() throws IOException {
        return new CredentialStoreFile(home.credentialStore(), storePassword());
    }

    private Path storePasswordFile() {
        return home.secrets().resolve("store.password");
    }

    private void made(Path file) throws IOException {
        if (!Files.exists(file)) {
            SafeFiles.writeSecret(file, fresh());
        }
    }

    private static String required(@Nullable String secret) throws IOException {
        if (secret == null) {
            throw new IOException("a secret is missing from the credential store");
        }
        return secret;
    }
}
