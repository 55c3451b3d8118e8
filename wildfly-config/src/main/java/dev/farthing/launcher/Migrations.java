package dev.farthing.launcher;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Brings the schema to what this build needs, as the role that owns it. The server itself never changes it. */
final class Migrations {

    private static final int MAX_REASON_LINES = 4;
    private static final int PARTITION_DAYS_AHEAD = 30;
    /** Kept as a field: a logger that nothing refers to loses its level. */
    private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

    private final Database owner;
    private final String serverRole;
    private final Clock clock;

    Migrations(Database owner, String serverRole, Clock clock) {
        this.owner = owner;
        this.serverRole = serverRole;
        this.clock = clock;
    }

    /** Returns how many migrations were applied. */
    int apply() throws Problem {
        FLYWAY_LOG.setLevel(Level.SEVERE);
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(owner.url(), owner.user(), owner.password())
                .locations("classpath:dev/farthing")
                .schemas("farthing")
                .createSchemas(false)
                .placeholders(Map.of("serverRole", serverRole))
                .outOfOrder(true)
                .cleanDisabled(true)
                .connectRetries(0)
                .load();
        try {
            refuseANewerSchema(flyway);
            int applied = flyway.migrate().migrationsExecuted;
            openTheBooks();
            return applied;
        } catch (FlywayValidateException changed) {
            throw new Problem(
                    "A migration that this database has is not the one of this build (" + reason(changed)
                            + "): start the build that made the database, or restore the file.",
                    changed);
        } catch (FlywayException failure) {
            throw new Problem(
                    "The schema cannot be migrated (" + reason(failure) + "): nothing of that migration was "
                            + "kept; correct it and start again.",
                    failure);
        }
    }

    private void refuseANewerSchema(Flyway flyway) throws Problem {
        String unknown = Arrays.stream(flyway.info().applied())
                .filter(migration -> !migration.getState().isResolved())
                .map(MigrationInfo::getScript)
                .findFirst()
                .orElse("");
        if (!unknown.isEmpty()) {
            throw new Problem("The database has a migration that this build does not know (" + unknown
                    + "), so it belongs to a newer Farthing: start that one, or restore the database's backup.");
        }
    }

    /** Partitions for the days ahead, and the first business day if there is none: both as functions of the schema. */
    private void openTheBooks() throws Problem {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        try (Connection connection = owner.connect()) {
            call(connection, "farthing.ensure_partitions", today.plusDays(PARTITION_DAYS_AHEAD));
            call(connection, "farthing.open_first_day", today);
            // The open day may be ahead of the clock: what counts is how many days it has before it.
            call(connection, "farthing.ensure_partitions", openDay(connection).plusDays(PARTITION_DAYS_AHEAD));
        } catch (SQLException failure) {
            throw owner.problem(failure);
        }
    }

    private static LocalDate openDay(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("select max(day) from farthing.business_day where state = 'OPEN'");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getObject(1, LocalDate.class);
        }
    }

    private static void call(Connection connection, String function, LocalDate date) throws SQLException {
        try (PreparedStatement known = connection.prepareStatement("select to_regprocedure(?) is not null")) {
            known.setString(1, function + "(date)");
            try (ResultSet row = known.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    return;
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("select " + function + "(?)")) {
            statement.setObject(1, date);
            statement.execute();
        }
    }

    private static String reason(FlywayException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(MAX_REASON_LINES)
                .collect(Collectors.joining(" "));
    }
}
