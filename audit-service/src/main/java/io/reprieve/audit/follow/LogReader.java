package io.reprieve.audit.follow;

import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.log.DamageAlarm;
import io.reprieve.audit.log.LogDatabase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads entries back from their leaves. */
@ApplicationScoped
public class LogReader {
    private static final String STRETCH =
            "SELECT index, leaf FROM log_entry WHERE index >= ? AND index < ? ORDER BY index LIMIT ?";

    private final LogDatabase database;
    private final DamageAlarm alarm;

    LogReader(LogDatabase database, DamageAlarm alarm) {
        this.database = database;
        this.alarm = alarm;
    }

    /** How many entries the log has, all of them under a signed checkpoint. */
    public long size() {
        return database.on("SELECT coalesce(max(size), 0) FROM log_checkpoint", select -> {
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** At most so many entries from an index on, before another, in the order of the log; what is gone is told and left out. */
    public List<LoggedEvent> from(long index, long end, int most) {
        List<LoggedEvent> found = database.on(STRETCH, select -> {
            select.setLong(1, index);
            select.setLong(2, end);
            select.setInt(3, most);
            return read(select);
        });
        long expected = index;
        for (LoggedEvent event : found) {
            if (event.index() > expected) {
                missing(expected, event.index());
            }
            expected = event.index() + 1;
        }
        return found;
    }

    /** Tells that the entries from an index on, before another, are gone. */
    void missing(long from, long end) {
        alarm.raise("of the entries from " + from + " to " + (end - 1) + " none is there");
    }

    /** These entries, in the order asked for; one that is gone is told and left out. */
    public List<LoggedEvent> at(Collection<Long> indexes) {
        List<LoggedEvent> read = database.on("SELECT index, leaf FROM log_entry WHERE index = ANY (?)", select -> {
            select.setArray(1, select.getConnection().createArrayOf("bigint", indexes.toArray()));
            return read(select);
        });
        Map<Long, LoggedEvent> found = new HashMap<>();
        read.forEach(event -> found.put(event.index(), event));
        indexes.stream().filter(index -> !found.containsKey(index)).forEach(index -> missing(index, index + 1));
        return indexes.stream().map(found::get).filter(Objects::nonNull).toList();
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
