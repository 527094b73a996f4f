package io.reprieve.audit.follow;

import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.log.Checkpoint;
import io.reprieve.audit.log.LogDatabase;
import io.reprieve.audit.log.LogStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads entries back from their leaves. */
@ApplicationScoped
public class LogReader {
    private static final String STRETCH =
            "SELECT index, leaf FROM log_entry WHERE index >= ? AND index < ? ORDER BY index";

    private final LogDatabase database;
    private final LogStore log;

    LogReader(LogDatabase database, LogStore log) {
        this.database = database;
        this.log = log;
    }

    /** How many entries the log has, all of them under a signed checkpoint. */
    public long size() {
        return log.latestCheckpoint().map(Checkpoint::size).orElse(0L);
    }

    /** At most so many entries from an index on, in the order of the log. */
    public List<LoggedEvent> from(long index, int most) {
        return database.on(STRETCH, select -> {
            select.setLong(1, index);
            select.setLong(2, index + most);
            return read(select);
        });
    }

    /** These entries, in the order asked for. */
    public List<LoggedEvent> at(Collection<Long> indexes) {
        return database.on("SELECT index, leaf FROM log_entry WHERE index = ANY (?)", select -> {
            select.setArray(1, select.getConnection().createArrayOf("bigint", indexes.toArray()));
            Map<Long, LoggedEvent> found = new HashMap<>();
            read(select).forEach(event -> found.put(event.index(), event));
            return indexes.stream().map(found::get).toList();
        });
    }

    public Optional<LoggedEvent> byId(String eventId) {
        return database.on("SELECT index, leaf FROM log_entry WHERE event_id = ?", select -> {
            select.setString(1, eventId);
            return read(select).stream().findFirst();
        });
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
