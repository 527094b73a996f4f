package io.reprieve.purge.database;

import java.sql.SQLException;

/** What the database would say. */
public final class Failures {
    private Failures() {}

    public static DatabaseFailure uniqueViolation() {
        return new DatabaseFailure(new SQLException("duplicate key", "23505"));
    }
}
