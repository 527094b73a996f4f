package io.reprieve.audit.own;

import io.reprieve.audit.log.LogUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** The SQL of this service's own events on their way into the log. */
@ApplicationScoped
class OwnEventStore {
    private final DataSource dataSource;

    OwnEventStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    void queue(String id, byte[] leaf) {
        on("INSERT INTO own_event (event_id, leaf) VALUES (?, ?) ON CONFLICT DO NOTHING", insert -> {
            insert.setString(1, id);
            insert.setBytes(2, leaf);
            return insert.executeUpdate();
        });
    }

    Map<String, byte[]> queued(int limit) {
        return on("SELECT event_id, leaf FROM own_event ORDER BY event_id LIMIT ?", select -> {
            select.setInt(1, limit);
            try (ResultSet rows = select.executeQuery()) {
                Map<String, byte[]> queued = new LinkedHashMap<>();
                while (rows.next()) {
                    queued.put(rows.getString(1), rows.getBytes(2));
                }
                return queued;
            }
        });
    }

    void appended(Collection<String> ids) {
        on("DELETE FROM own_event WHERE event_id = ANY (?)", delete -> {
            delete.setArray(1, delete.getConnection().createArrayOf("text", ids.toArray()));
            return delete.executeUpdate();
        });
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T on(String sql, Work<T> work) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            return work.on(statement);
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }
}
