package dev.farthing.launcher;

import dev.farthing.launcher.Settings.ExternalDatabase;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * How the server and the migrations reach the database, whichever it is.
 *
 * @param server what the server uses: rows only
 * @param owner what the migrations use, or null when the bank's pipeline runs them
 */
record DatabaseAccess(Database server, @Nullable Database owner) {

    /**
     * Prepares the database and returns the ways into it. The home's lock is held.
     *
     * <p>A {@code FARTHING_DATABASE_URL} without a password on a home that has an embedded database is another way to
     * that database, such as through a proxy.
     */
    static DatabaseAccess prepare(Settings settings, Secrets secrets, Progress progress)
            throws IOException, InterruptedException, Problem {
        ExternalDatabase external = settings.database();
        DatabaseAccess access;
        if (external == null) {
            access = embedded(settings, secrets, progress, null);
        } else if (external.password() == null && Files.exists(settings.home().postgresData())) {
            access = embedded(settings, secrets, progress, external.url());
        } else {
            access = external(external);
        }
        String version = access.server().requireUsable();
        if (external != null) {
            progress.say("Database: PostgreSQL " + version + " at " + external.url());
        }
        secrets.useDatabasePassword(access.server().password());
        return access;
    }

    Database requireOwner() throws Problem {
        if (owner == null) {
            throw new Problem("Migrations need the role that owns the schema: set FARTHING_MIGRATOR_PASSWORD (and "
                    + "FARTHING_MIGRATOR_USER unless it is farthing_owner).");
        }
        return owner;
    }

    private static DatabaseAccess external(ExternalDatabase external) throws Problem {
        String password = external.password();
        if (password == null) {
            throw new Problem(
                    "FARTHING_DATABASE_URL is set, but FARTHING_DATABASE_PASSWORD is not: set the password of "
                            + "the user '" + external.user() + "'.");
        }
        String migratorPassword = external.migratorPassword();
        return new DatabaseAccess(
                new Database(external.url(), external.user(), password),
                migratorPassword == null ? null : new Database(external.url(), external.migrator(), migratorPassword));
    }

    private static DatabaseAccess embedded(
            Settings settings, Secrets secrets, Progress progress, @Nullable String otherWay)
            throws IOException, InterruptedException, Problem {
        int port = new EmbeddedPostgres(settings, progress).ensureRunning(secrets);
        String superuser = secrets.superuserPassword();
        String direct = EmbeddedPostgres.jdbcUrl(port, "farthing");
        Provisioning.apply(
                new Database(EmbeddedPostgres.jdbcUrl(port, "postgres"), "postgres", superuser),
                new Database(direct, "postgres", superuser),
                secrets.ownerPassword(),
                secrets.databasePassword());
        return new DatabaseAccess(
                new Database(otherWay == null ? direct : otherWay, "farthing", secrets.databasePassword()),
                new Database(direct, "farthing_owner", secrets.ownerPassword()));
    }
}
