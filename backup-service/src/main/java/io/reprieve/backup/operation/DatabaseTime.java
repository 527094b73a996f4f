package io.reprieve.backup.operation;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The one clock that decides anything: the database's, the same for every replica. */
@ApplicationScoped
public class DatabaseTime {

    private final AgroalDataSource database;

    DatabaseTime(AgroalDataSource database) {
        this.database = database;
    }

    /** @return {@code clock_timestamp()} of the service's database */
    public Instant now() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT clock_timestamp()")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new IllegalStateException("the database does not tell the time", e);
        }
    }
}
