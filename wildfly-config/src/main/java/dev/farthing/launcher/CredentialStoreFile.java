package dev.farthing.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.wildfly.security.auth.server.IdentityCredentials;
import org.wildfly.security.credential.PasswordCredential;
import org.wildfly.security.credential.store.CredentialStore;
import org.wildfly.security.credential.store.CredentialStore.CredentialSourceProtectionParameter;
import org.wildfly.security.credential.store.WildFlyElytronCredentialStoreProvider;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.interfaces.ClearPassword;

/** The Elytron credential store that the server reads its secrets from. A change is made in a copy that then takes its place. */
final class CredentialStoreFile {

    private static final Provider[] PROVIDERS = {
        WildFlyElytronCredentialStoreProvider.getInstance(), WildFlyElytronPasswordProvider.getInstance()
    };

    private final Path file;
    private final String password;

    CredentialStoreFile(Path file, String password) {
        this.file = file;
        this.password = password;
    }

    boolean exists() {
        return Files.exists(file);
    }

    @Nullable String find(String alias) throws IOException {
        if (!exists()) {
            return null;
        }
        try {
            PasswordCredential found = open(file, false).retrieve(alias, PasswordCredential.class);
            ClearPassword clear = found == null ? null : found.getPassword(ClearPassword.class);
            return clear == null ? null : new String(Objects.requireNonNull(clear.getPassword()));
        } catch (GeneralSecurityException unreadable) {
            throw new IOException("The credential store " + file + " does not open", unreadable);
        }
    }

    /** Stores all of these, or none. */
    void store(Map<String, String> secrets) throws IOException {
        Path made = SafeFiles.unfinished(file);
        Files.deleteIfExists(made);
        if (exists()) {
            Files.copy(file, made, StandardCopyOption.COPY_ATTRIBUTES);
        }
        try {
            CredentialStore store = open(made, true);
            for (Map.Entry<String, String> secret : secrets.entrySet()) {
                store.store(secret.getKey(), clear(secret.getValue()));
            }
            store.flush();
        } catch (GeneralSecurityException unwritable) {
            throw new IOException("The credential store " + file + " cannot be changed", unwritable);
        }
        SafeFiles.onlyForOwner(made);
        SafeFiles.putInPlace(made, file);
    }

    private CredentialStore open(Path location, boolean create) throws GeneralSecurityException {
        CredentialStore store = CredentialStore.getInstance("KeyStoreCredentialStore", PROVIDERS[0]);
        Map<String, String> attributes =
                Map.of("location", location.toString(), "create", String.valueOf(create), "keyStoreType", "PKCS12");
        store.initialize(
                attributes,
                new CredentialSourceProtectionParameter(IdentityCredentials.NONE.withCredential(clear(password))),
                PROVIDERS);
        return store;
    }

    private static PasswordCredential clear(String secret) {
        return new PasswordCredential(ClearPassword.createRaw(ClearPassword.ALGORITHM_CLEAR, secret.toCharArray()));
    }
}
