package io.reprieve.audit.alert;

import io.reprieve.audit.alert.AlertRule.Severity;
import io.reprieve.audit.event.LoggedEvent;
import io.reprieve.audit.log.LogDatabase;
import io.reprieve.edge.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The SQL of alerts and of what rules count. */
@ApplicationScoped
class AlertStore {
    private static final String SELECT = "SELECT number, id, rule, severity, key, entries, at, raised_at FROM alert";

    private final LogDatabase database;
    private final Map<String, String> says = new HashMap<>();

    AlertStore(LogDatabase database, AlertRules rules) {
        this.database = database;
        rules.all().forEach(rule -> says.put(rule.name(), rule.says()));
    }

    /** What a rule has counted for a key so far. */
    Window window(Connection connection, AlertRule rule, String key) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT state FROM alert_window WHERE rule = ? AND key = ?")) {
            select.setString(1, rule.name());
            select.setString(2, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Window.read(rule, row.getString(1)) : Window.empty(rule);
            }
        }
    }

    void keep(Connection connection, AlertRule rule, String key, Window window) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO alert_window (rule, key, state)"
                + " VALUES (?, ?, ?) ON CONFLICT (rule, key) DO UPDATE SET state = excluded.state")) {
            upsert.setString(1, rule.name());
            upsert.setString(2, key);
            upsert.setString(3, window.written());
            upsert.executeUpdate();
        }
    }

    /** @return the alert's number */
    long raise(Connection connection, AlertRule rule, LoggedEvent event, List<Long> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO alert (id, rule, severity, key, entries, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING"
                        + " number")) {
            insert.setString(1, Ids.next("alr"));
            insert.setString(2, rule.name());
            insert.setString(3, rule.severity().name());
            insert.setString(4, rule.key(event));
            insert.setArray(5, connection.createArrayOf("bigint", entries.toArray()));
            insert.setObject(6, event.time().atOffset(ZoneOffset.UTC));
            try (ResultSet row = insert.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Newest first; nulls leave criteria out. */
    List<Alert> newest(String rule, Severity severity, Long before, int most) {
        return select(
                SELECT + " WHERE (?::text IS NULL OR rule = ?) AND (?::text IS NULL OR severity = ?)"
                        + " AND (?::bigint IS NULL OR number < ?) ORDER BY number DESC LIMIT " + most,
                rule,
                rule,
                severity == null ? null : severity.name(),
                severity == null ? null : severity.name(),
                before,
                before);
    }

    /** Oldest first, from a number on. */
    List<Alert> from(long number, int most) {
        return select(SELECT + " WHERE number >= ? ORDER BY number LIMIT " + most, number);
    }

    List<Alert> at(List<Long> numbers) {
        return select(
                SELECT + " WHERE number = ANY (?::bigint[])",
                "{" + String.join(",", numbers.stream().map(String::valueOf).toList()) + "}");
    }

    /** Number of the next alert to come, or one before it. */
    long end() {
        List<Alert> newest = newest(null, null, null, 1);
        return newest.isEmpty() ? 0 : newest.get(0).number() + 1;
    }

    private List<Alert> select(String sql, Object... values) {
        return database.on(sql, select -> {
            for (int i = 0; i < values.length; i++) {
                select.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                List<Alert> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(alert(rows));
                }
                return found;
            }
        });
    }

    private Alert alert(ResultSet row) throws SQLException {
        return new Alert(
                row.getLong("number"),
                row.getString("id"),
                row.getString("rule"),
                Severity.valueOf(row.getString("severity")),
                says.get(row.getString("rule")),
                row.getString("key"),
                longs(row.getArray("entries")),
                instant(row, "at"),
                instant(row, "raised_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static List<Long> longs(Array array) throws SQLException {
        return List.of((Long[]) array.getArray());
    }
}
