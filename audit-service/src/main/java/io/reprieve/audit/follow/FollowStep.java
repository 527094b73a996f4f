package io.reprieve.audit.follow;

import io.reprieve.audit.event.LoggedEvent;
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
    private static final int AT_ONCE = 500;

    private final DataSource dataSource;
    private final LogReader log;

    FollowStep(DataSource dataSource, LogReader log) {
        this.dataSource = dataSource;
        this.log = log;
    }

    /** @return how many entries it took; 0 when there are none, or another replica is at it */
    @Transactional
    public int step(Follower follower) {
        try (Connection connection = dataSource.getConnection()) {
            OptionalLong position = lock(connection, follower.name());
            if (position.isEmpty()) {
                return 0;
            }
            List<LoggedEvent> entries = log.from(connection, position.getAsLong(), AT_ONCE);
            if (!entries.isEmpty()) {
                follower.take(connection, entries);
                advance(
                        connection,
                        follower.name(),
                        entries.get(entries.size() - 1).index() + 1);
            }
            return entries.size();
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    /** Whether there is anything to take; asked without a lock, so that a log at rest costs no writing. */
    boolean isBehind(String name) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT position FROM log_follower WHERE name = ?"
                                + " AND position < (SELECT max(size) FROM log_checkpoint)")) {
            select.setString(1, name);
            return number(select).isPresent();
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    /** Index of the first entry that a follower has not taken. */
    long position(String name) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT position FROM log_follower WHERE name = ?")) {
            select.setString(1, name);
            return number(select).orElse(0);
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    private static OptionalLong lock(Connection connection, String name) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT position FROM log_follower WHERE name = ? FOR UPDATE SKIP LOCKED")) {
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
