package io.reprieve.audit.log;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs statements on the log's database: in the caller's transaction where there is one, each by itself otherwise. */
@ApplicationScoped
public class LogDatabase {
    /** What is done with a statement while it is open. */
    @FunctionalInterface
    public interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private final DataSource dataSource;

    LogDatabase(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** @throws LogUnavailable the database did not do it */
    public <T> T on(String sql, Work<T> work) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }
}
