package io.reprieve.purge.database;

import java.sql.SQLException;

/** A statement failed; the transaction around it is to be rolled back, never retried inside. */
public final class DatabaseFailure extends RuntimeException {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String CHECK_VIOLATION = "23514";

    DatabaseFailure(SQLException cause) {
        super("the database refused a statement: " + cause.getMessage(), cause);
    }

    public boolean isUniqueViolation() {
        return UNIQUE_VIOLATION.equals(((SQLException) getCause()).getSQLState());
    }

    public boolean isCheckViolation() {
        return CHECK_VIOLATION.equals(((SQLException) getCause()).getSQLState());
    }
}
