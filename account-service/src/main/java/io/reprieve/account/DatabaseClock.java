package io.reprieve.account;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.sql.DataSource;

/** The database's clock: every replica waits and expires by the same one, whatever its own host believes. */
@ApplicationScoped
public class DatabaseClock {
    private final DataSource database;

    DatabaseClock(DataSource database) {
        this.database = database;
    }

    /** Now, by {@code clock_timestamp()}; it moves within a transaction. */
    public Instant now() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new IllegalStateException("The database does not tell the time", e);
        }
    }
}
