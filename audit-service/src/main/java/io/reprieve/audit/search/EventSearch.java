package io.reprieve.audit.search;

import io.reprieve.audit.log.LogUnavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The SQL of looking things up. Pages by index, so that entries appended meanwhile move nothing. */
@ApplicationScoped
class EventSearch {
    private static final String COLUMNS =
            "SELECT index, event_id, type, source, subject, subject_seq, prev, account_id,"
                    + " actor, correlation_id, occurred_at, outcome, leaf FROM log_entry";

    private final DataSource dataSource;

    EventSearch(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    List<EventView> find(EventQuery query) {
        boolean newest = query.order() == EventQuery.Order.NEWEST;
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        add(conditions, values, "account_id = ?", query.accountId());
        add(conditions, values, "actor = ?", query.actor());
        add(conditions, values, "type = ?", query.type());
        add(conditions, values, "correlation_id = ?", query.correlationId());
        add(conditions, values, "occurred_at >= ?", utc(query.from()));
        add(conditions, values, "occurred_at < ?", utc(query.to()));
        add(conditions, values, newest ? "index < ?" : "index > ?", query.after());
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        values.add(query.limit());
        return select(COLUMNS + where + " ORDER BY index" + (newest ? " DESC" : "") + " LIMIT ?", values);
    }

    Optional<EventView> byId(String eventId) {
        return select(COLUMNS + " WHERE event_id = ?", List.of(eventId)).stream()
                .findFirst();
    }

    private static void add(List<String> conditions, List<Object> values, String condition, Object value) {
        if (value != null) {
            conditions.add(condition);
            values.add(value);
        }
    }

    private static OffsetDateTime utc(Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private List<EventView> select(String sql, List<Object> values) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = select.executeQuery()) {
                List<EventView> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(view(rows));
                }
                return found;
            }
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    private static EventView view(ResultSet row) throws SQLException {
        return new EventView(
                row.getLong("index"),
                row.getString("event_id"),
                row.getString("type"),
                row.getString("source"),
                row.getString("subject"),
                row.getLong("subject_seq"),
                row.getString("prev"),
                row.getString("account_id"),
                row.getString("actor"),
                row.getString("correlation_id"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getString("outcome"),
                new String(row.getBytes("leaf"), StandardCharsets.UTF_8));
    }
}
