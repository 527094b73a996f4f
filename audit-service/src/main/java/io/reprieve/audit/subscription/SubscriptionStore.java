package io.reprieve.audit.subscription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reprieve.audit.event.EventFilter;
import io.reprieve.audit.log.LogDatabase;
import io.reprieve.audit.subscription.Subscription.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The SQL of subscriptions. */
@ApplicationScoped
class SubscriptionStore {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String SELECT = "SELECT id, url, topic, filter, secret, state, begins_at, created_by,"
            + " CASE WHEN former_until > clock_timestamp() THEN former_secret END AS former, created_at, failures, quiet_until, last_error FROM subscription";

    private final LogDatabase database;

    SubscriptionStore(LogDatabase database) {
        this.database = database;
    }

    /** It begins with what comes next: the entries after the newest, or the alerts. */
    void add(String id, String url, Topic topic, EventFilter filter, byte[] secret, String createdBy) {
        String begins = topic == Topic.EVENTS
                ? "(SELECT coalesce(max(size), 0) FROM log_checkpoint)"
                : "(SELECT coalesce(max(number), 0) + 1 FROM alert)";
        update(
                "INSERT INTO subscription (id, url, topic, filter, secret, created_by, begins_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, " + begins + ")",
                id,
                url,
                topic.name(),
                written(filter),
                secret,
                createdBy);
    }

    List<Subscription> all() {
        return select(" ORDER BY id");
    }

    Optional<Subscription> find(String id) {
        return select(" WHERE id = ?", id).stream().findFirst();
    }

    List<Subscription> active(Topic topic) {
        return select(" WHERE state = 'ACTIVE' AND topic = ?", topic.name());
    }

    /** Those whose receiver may be tried now and that have something due. */
    List<Subscription> due() {
        return select(" s WHERE state = 'ACTIVE' AND (quiet_until IS NULL OR quiet_until <= clock_timestamp())"
                + " AND EXISTS (SELECT FROM delivery d WHERE d.subscription_id = s.id"
                + " AND d.state = 'PENDING' AND d.due_at <= clock_timestamp())");
    }

    /** Messages are signed with a new secret from now on, and for a while with the one they were signed with so far. */
    boolean changeSecret(String id, byte[] secret, Duration overlap) {
        return update(
                        "UPDATE subscription SET former_secret = secret,"
                                + " former_until = clock_timestamp() + ? * interval '1 millisecond', secret = ?"
                                + " WHERE id = ?",
                        overlap.toMillis(),
                        secret,
                        id)
                > 0;
    }

    /** Ends it, with all that was still to be sent. */
    boolean remove(String id) {
        return update("DELETE FROM subscription WHERE id = ?", id) > 0;
    }

    void well(String id) {
        update(
                "UPDATE subscription SET failures = 0, quiet_until = NULL, last_error = NULL"
                        + " WHERE id = ? AND state = 'ACTIVE' AND last_error IS NOT NULL",
                id);
    }

    void gone(String id) {
        update("UPDATE subscription SET state = 'GONE', last_error = 'answered 410 Gone' WHERE id = ?", id);
    }

    void failed(String id, String why) {
        update("UPDATE subscription SET last_error = ? WHERE id = ?", why, id);
    }

    /** The receiver is not well: nothing is sent to it for a while. */
    void rest(String id, Duration pause) {
        update(
                "UPDATE subscription SET failures = failures + 1,"
                        + " quiet_until = clock_timestamp() + ? * interval '1 millisecond' WHERE id = ?",
                pause.toMillis(),
                id);
    }

    private int update(String sql, Object... values) {
        return database.on(sql, update -> {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
        });
    }

    private List<Subscription> select(String rest, String... values) {
        return database.on(SELECT + rest, select -> {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                List<Subscription> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(subscription(rows));
                }
                return found;
            }
        });
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                row.getString("id"),
                row.getString("url"),
                Topic.valueOf(row.getString("topic")),
                filter(row.getString("filter")),
                Stream.of(row.getBytes("secret"), row.getBytes("former"))
                        .filter(Objects::nonNull)
                        .toList(),
                State.valueOf(row.getString("state")),
                row.getLong("begins_at"),
                row.getString("created_by"),
                instant(row, "created_at"),
                row.getInt("failures"),
                instant(row, "quiet_until"),
                row.getString("last_error"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static String written(EventFilter filter) {
        try {
            return JSON.writeValueAsString(filter);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static EventFilter filter(String json) {
        try {
            return JSON.readValue(json, EventFilter.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
