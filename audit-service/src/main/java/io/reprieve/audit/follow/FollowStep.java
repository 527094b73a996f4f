package io.reprieve.audit.follow;

import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.log.LogDatabase;
import io.reprieve.audit.log.LogUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** One step of a follower, in one transaction: the next entries and the position behind them. */
@ApplicationScoped
class FollowStep {
    private static final String BEHIND = "SELECT position FROM log_follower WHERE name = ?"
            + " AND position < (SELECT max(size) FROM log_checkpoint)";

    private final DataSource dataSource;
    private final LogDatabase database;
    private final EntriesToFollow log;

    FollowStep(DataSource dataSource, LogDatabase database, EntriesToFollow log) {
        this.dataSource = dataSource;
        this.database = database;
        this.log = log;
    }

    /** @return whether more may lie behind what it took; not when it came to the log's end, or another replica is at it */
    @Transactional
    public boolean step(Follower follower) {
        try (Connection connection = dataSource.getConnection()) {
            OptionalLong position = lock(connection, follower.name());
            if (position.isEmpty()) {
                return false;
            }
            List<LoggedEvent> entries = log.from(position.getAsLong());
            if (entries.isEmpty()) {
                return false;
            }
            follower.take(connection, entries);
            long end = entries.get(entries.size() - 1).index() + 1;
            advance(connection, follower.name(), end);
            return end % EntriesToFollow.BLOCK == 0;
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    /** Whether there is anything to take; asked without a lock, so that a log at rest costs no writing. */
    boolean isBehind(String name) {
        return database.on(BEHIND, select -> {
            select.setString(1, name);
            return number(select).isPresent();
        });
    }

    /** Index of the first entry that a follower has not taken. */
    long position(String name) {
        return database.on("SELECT position FROM log_follower WHERE name = ?", select -> {
            select.setString(1, name);
            return number(select).orElse(0);
        });
    }

    // Not on disk when it commits: position and effect are lost together if the database dies, and made again. The
    // sequencer's commits, which are promises, then wait for no disk but their own.
    private static OptionalLong lock(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT position, set_config('synchronous_commit', 'off', true)"
                        + " FROM log_follower WHERE name = ? FOR UPDATE SKIP LOCKED")) {
            select.setString(1, name);
            return number(select);
        }
    }

    private static OptionalLong number(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    private static void advance(Connection connection, String name, long position) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE log_follower SET position = ? WHERE name = ?")) {
            update.setLong(1, position);
            update.setString(2, name);
            update.executeUpdate();
        }
    }
}
