package dev.farthing.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wildfly.security.auth.principal.NamePrincipal;
import org.wildfly.security.auth.realm.FileSystemSecurityRealm;
import org.wildfly.security.auth.server.ModifiableRealmIdentity;
import org.wildfly.security.authz.MapAttributes;
import org.wildfly.security.credential.PasswordCredential;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.interfaces.SaltedSimpleDigestPassword;
import org.wildfly.security.password.spec.ClearPasswordSpec;
import org.wildfly.security.password.spec.Encoding;

/** The operators of the built-in realm. The first one is made with the home and gets a generated password. */
final class OperatorRealm {

    static final String FIRST_OPERATOR = "operator";
    private static final String ROLE = "operator";
    /** A password of 192 random bits needs no slow hash, which would cost every request of an operator its time. */
    private static final String ALGORITHM = SaltedSimpleDigestPassword.ALGORITHM_PASSWORD_SALT_DIGEST_SHA_512;

    private final Home home;

    OperatorRealm(Home home) {
        this.home = home;
    }

    /** Returns the first operator's password when it has just been made, to be shown once. */
    @Nullable String prepare(Secrets secrets) throws IOException {
        if (Files.exists(home.operators())) {
            return null;
        }
        if (!Files.exists(home.operatorPassword())) {
            SafeFiles.writeSecret(home.operatorPassword(), secrets.fresh());
        }
        String password = SafeFiles.readSecret(home.operatorPassword());
        Path made = SafeFiles.unfinished(home.operators());
        SafeFiles.deleteTree(made);
        SafeFiles.folder(made, SafeFiles.OWNER_FOLDER);
        add(made, password);
        Files.move(made, home.operators());
        return password;
    }

    private static void add(Path root, String password) throws IOException {
        Provider provider = WildFlyElytronPasswordProvider.getInstance();
        FileSystemSecurityRealm realm = FileSystemSecurityRealm.builder()
                .setRoot(root)
                .setProviders(() -> new Provider[] {provider})
                .setHashCharset(StandardCharsets.UTF_8)
                .setHashEncoding(Encoding.BASE64)
                .build();
        ModifiableRealmIdentity identity = realm.getRealmIdentityForUpdate(new NamePrincipal(FIRST_OPERATOR));
        try {
            identity.create();
            PasswordFactory factory = PasswordFactory.getInstance(ALGORITHM, provider);
            identity.setCredentials(List.of(
                    new PasswordCredential(factory.generatePassword(new ClearPasswordSpec(password.toCharArray())))));
            MapAttributes attributes = new MapAttributes();
            attributes.addFirst("roles", ROLE);
            identity.setAttributes(attributes);
        } catch (GeneralSecurityException impossible) {
            throw new IOException("The first operator cannot be stored", impossible);
        } finally {
            identity.dispose();
        }
    }
}
