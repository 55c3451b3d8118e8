package dev.farthing.launcher;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Roles, database and schema of the embedded database. docs/deploy.md has the same statements for a bank's own. */
final class Provisioning {

    private Provisioning() {}

    /**
     * Makes what is missing; safe to run at every start.
     *
     * @param administrator the superuser at the maintenance database
     * @param application the superuser at Farthing's database
     */
    static void apply(Database administrator, Database application, String ownerPassword, String serverPassword)
            throws Problem {
        try {
            try (Connection connection = administrator.connect();
                    Statement statement = connection.createStatement()) {
                role(statement, "farthing_owner", ownerPassword);
                role(statement, "farthing", serverPassword);
                if (!exists(statement, "select 1 from pg_database where datname = 'farthing'")) {
                    statement.execute("create database farthing template template0 encoding 'UTF8' locale 'C'");
                }
            }
            try (Connection connection = application.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("revoke all on database farthing from public");
                statement.execute("grant connect on database farthing to farthing_owner, farthing");
                statement.execute("revoke all on schema public from public");
                statement.execute("create schema if not exists farthing authorization farthing_owner");
                statement.execute("grant usage on schema farthing to farthing");
            }
        } catch (SQLException failure) {
            throw administrator.problem(failure);
        }
    }

    private static void role(Statement statement, String name, String password) throws SQLException {
        if (!exists(statement, "select 1 from pg_roles where rolname = '" + name + "'")) {
            statement.execute("create role " + name);
        }
        // Secrets are base64url: there is no quote in them to escape.
        statement.execute("alter role " + name + " login nosuperuser nocreatedb nocreaterole noreplication password '"
                + password + "'");
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }
}
