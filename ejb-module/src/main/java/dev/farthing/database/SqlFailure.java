package dev.farthing.database;

import jakarta.resource.ResourceException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure of the database tells about trying again, from its SQLSTATE (PostgreSQL, appendix A). */
public final class SqlFailure {
    /** Classes that tell of the machine or of company: connection, rollback by conflict, resources, operator's stop. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "57");

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String CHARACTER_NOT_IN_REPERTOIRE = "22021";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int STATE_LENGTH = 5;

    /** How deep causes are looked through; containers wrap some five times. */
    private static final int MAX_DEPTH = 20;

    private SqlFailure() {}

    /** True if the same work may succeed later: the failure is not the work's own fault. */
    public static boolean isPassing(Throwable failure) {
        @Nullable String state = sqlState(failure);
        return state == null
                ? hasCause(failure)
                : PASSING_CLASSES.contains(state.substring(0, 2)) || state.equals(LOCK_NOT_AVAILABLE);
    }

    /** True if a text holds what the database cannot store, such as U+0000. */
    public static boolean isBadText(Throwable failure) {
        return CHARACTER_NOT_IN_REPERTOIRE.equals(sqlState(failure));
    }

    /** True if somebody else has stored the same unique value. */
    public static boolean isDuplicate(Throwable failure) {
        return UNIQUE_VIOLATION.equals(sqlState(failure));
    }

    /** True if a lock was not had within {@code lock_timeout}. */
    public static boolean isLockTimeout(Throwable failure) {
        return LOCK_NOT_AVAILABLE.equals(sqlState(failure));
    }

    private static @Nullable String sqlState(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().length() == STATE_LENGTH) {
                return sql.getSQLState();
            }
        }
        return null;
    }

    /** The pool's own failures carry no SQLSTATE: no connection within its time, or one that broke. */
    private static boolean hasCause(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLException || cause instanceof ResourceException) {
                return true;
            }
        }
        return false;
    }
}
