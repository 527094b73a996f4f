package io.reprieve.audit.own;

import io.reprieve.audit.log.LogDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The SQL of this service's own events on their way into the log. */
@ApplicationScoped
class OwnEventStore {
    private final LogDatabase database;

    OwnEventStore(LogDatabase database) {
        this.database = database;
    }

    void queue(String id, byte[] leaf) {
        database.on("INSERT INTO own_event (event_id, leaf) VALUES (?, ?) ON CONFLICT DO NOTHING", insert -> {
            insert.setString(1, id);
            insert.setBytes(2, leaf);
            return insert.executeUpdate();
        });
    }

    Map<String, byte[]> queued(int limit) {
        return database.on("SELECT event_id, leaf FROM own_event ORDER BY event_id LIMIT ?", select -> {
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
        database.on("DELETE FROM own_event WHERE event_id = ANY (?)", delete -> {
            delete.setArray(1, delete.getConnection().createArrayOf("text", ids.toArray()));
            return delete.executeUpdate();
        });
    }
}
