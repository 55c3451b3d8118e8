package dev.farthing.launcher;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A way into the database: where, as whom. */
record Database(String url, String user, String password) {

    static final int OLDEST_MAJOR = 15;
    private static final int VERSIONS_PER_MAJOR = 10_000;
    private static final String CONNECT_LIMIT_SECONDS = "5";
    private static final String SOCKET_LIMIT_SECONDS = "60";
    private static final String NO_LIMIT = "0";

    @Override
    public String toString() {
        return user + " at " + url;
    }

    Connection connect() throws SQLException {
        return connect(SOCKET_LIMIT_SECONDS);
    }

    /** For what takes the time it needs, such as reading a whole day. */
    Connection connectForLong() throws SQLException {
        return connect(NO_LIMIT);
    }

    private Connection connect(String socketLimitSeconds) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", CONNECT_LIMIT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_LIMIT_SECONDS);
        properties.setProperty("socketTimeout", socketLimitSeconds);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("currentSchema", "farthing");
        return DriverManager.getConnection(url, properties);
    }

    /**
     * Returns the server's version, such as {@code 18.4}.
     *
     * @throws Problem when it cannot be reached, refuses the login, or is older than 15
     */
    String requireUsable() throws Problem {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select current_setting('server_version_num')::int, current_setting('server_version')")) {
            row.next();
            requireRecent(row.getInt(1), row.getString(2));
            return row.getString(2);
        } catch (SQLException failure) {
            throw problem(failure);
        }
    }

    static void requireRecent(int versionNumber, String version) throws Problem {
        if (versionNumber < OLDEST_MAJOR * VERSIONS_PER_MAJOR) {
            throw new Problem("The database is PostgreSQL " + version + ", but Farthing needs " + OLDEST_MAJOR
                    + " or newer: upgrade it, or point FARTHING_DATABASE_URL to another.");
        }
    }

    /** Says in words why the database would not do something. */
    Problem problem(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        String sentence =
                switch (state) {
                    case "28P01", "28000" ->
                        "The database at " + url + " refuses the user '" + user
                                + "': check the user and the password in the environment (docs/deploy.md).";
                    case "3D000" ->
                        "There is no such database at " + url
                                + ": create it (docs/deploy.md) or correct FARTHING_DATABASE_URL.";
                    case "42501" ->
                        "The user '" + user + "' lacks a right in the database at " + url + " (" + firstLine(failure)
                                + "): see the roles in docs/deploy.md.";
                    default ->
                        state.startsWith("08")
                                ? "The database at " + url + " cannot be reached (" + firstLine(failure)
                                        + "): start it, or correct FARTHING_DATABASE_URL."
                                : "The database at " + url + " says: " + firstLine(failure) + ".";
                };
        return new Problem(sentence, failure);
    }

    private static String firstLine(SQLException failure) {
        String message = failure.getMessage() == null ? "no reason given" : failure.getMessage();
        return message.lines().findFirst().orElse("no reason given").replaceAll("\\.$", "");
    }
}
