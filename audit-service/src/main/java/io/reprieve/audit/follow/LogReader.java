package io.reprieve.audit.follow;

import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.log.LogUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads entries back from their leaves. */
@ApplicationScoped
public class LogReader {
    private final DataSource dataSource;

    LogReader(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** How many entries the log has, all of them under a signed checkpoint. */
    public long size() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT size FROM log_checkpoint ORDER BY size DESC LIMIT 1");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    /** At most so many entries from an index on, in the order of the log. */
    public List<LoggedEvent> from(long index, int most) {
        try (Connection connection = dataSource.getConnection()) {
            return from(connection, index, most);
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    List<LoggedEvent> from(Connection connection, long index, int most) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT index, leaf FROM log_entry WHERE index >= ? AND index < ? ORDER BY index")) {
            select.setLong(1, index);
            select.setLong(2, index + most);
            return read(select);
        }
    }

    /** These entries, in the order asked for. */
    public List<LoggedEvent> at(Collection<Long> indexes) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT index, leaf FROM log_entry WHERE index = ANY (?)")) {
            select.setArray(1, connection.createArrayOf("bigint", indexes.toArray()));
            Map<Long, LoggedEvent> found = new HashMap<>();
            read(select).forEach(event -> found.put(event.index(), event));
            return indexes.stream().map(found::get).toList();
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    public Optional<LoggedEvent> byId(String eventId) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT index, leaf FROM log_entry WHERE event_id = ?")) {
            select.setString(1, eventId);
            return read(select).stream().findFirst();
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    private static List<LoggedEvent> read(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<LoggedEvent> events = new ArrayList<>();
            while (rows.next()) {
                events.add(LoggedEvent.read(rows.getLong(1), rows.getBytes(2)));
            }
            return events;
        }
    }
}
