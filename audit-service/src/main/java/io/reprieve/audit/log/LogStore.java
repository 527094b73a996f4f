package io.reprieve.audit.log;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import javax.sql.DataSource;

/** The newest state of the log, and the way to the transaction in which it grows. */
@ApplicationScoped
public class LogStore {
    private static final String NEWEST =
            "SELECT size, root, note, signed_at FROM log_checkpoint ORDER BY size DESC, number DESC LIMIT 1";

    private final DataSource dataSource;
    private final LogConfig config;

    public LogStore(DataSource dataSource, LogConfig config) {
        this.dataSource = dataSource;
        this.config = config;
    }

    /** The newest checkpoint; empty before the service first started. */
    public Optional<Checkpoint> latestCheckpoint() {
        try (Connection connection = dataSource.getConnection()) {
            return newest(connection);
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    /**
     * Waits for the turn to append; it is held until the transaction ends.
     *
     * @throws LogUnavailable {@link LogUnavailable#isBusy busy}: the turn did not come in time
     */
    public LogTransaction takeTurn() {
        return LogTransaction.begin(dataSource, config.turn());
    }

    static Optional<Checkpoint> newest(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(NEWEST)) {
            return checkpoint(select);
        }
    }

    /** The one checkpoint that a statement selects: size, root, note and time of signing; empty when it selects none. */
    public static Optional<Checkpoint> checkpoint(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Checkpoint(
                            row.getLong(1),
                            row.getBytes(2),
                            row.getString(3),
                            row.getObject(4, OffsetDateTime.class).toInstant()))
                    : Optional.empty();
        }
    }
}
