package io.reprieve.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The SQL of the relay. Everything runs in one transaction of the caller's; its locks are the claim. */
final class RelayStore {
    record Queued(long position, String eventId, String subject, byte[] bytes) {}

    record Backlog(long unsent, double oldestSeconds, long refused) {}

    // An aggregate is claimed by locking the oldest unsent event it has. Whoever holds that lock may send what comes
    // after it too, in order; another relay skips the aggregate whole. So nothing is reordered within an aggregate.
    private static final String CLAIM_HEADS = "SELECT o.position, o.event_id, o.subject, o.event FROM audit_outbox o"
            + " WHERE o.sent_at IS NULL AND (o.retry_at IS NULL OR o.retry_at <= clock_timestamp())"
            + " AND NOT EXISTS (SELECT 1 FROM audit_outbox e WHERE e.subject = o.subject"
            + " AND e.subject_seq < o.subject_seq AND e.sent_at IS NULL)"
            + " ORDER BY o.position LIMIT ? FOR UPDATE OF o SKIP LOCKED";

    private static final String FOLLOWERS = "SELECT position, event_id, subject, event FROM audit_outbox"
            + " WHERE sent_at IS NULL AND subject = ANY (?) AND position <> ALL (?) ORDER BY position LIMIT ?";

    private static final String CLAIM_ONE = "SELECT position, event_id, subject, event FROM audit_outbox"
            + " WHERE sent_at IS NULL AND subject = (SELECT subject FROM audit_outbox WHERE event_id = ?)"
            + " AND subject_seq <= (SELECT subject_seq FROM audit_outbox WHERE event_id = ?)"
            + " ORDER BY subject_seq FOR UPDATE";

    private RelayStore() {}

    /** Claims up to {@code limit} events, whole aggregates from their oldest unsent event on. */
    static List<Queued> claim(Connection connection, int limit) throws SQLException {
        List<Queued> claimed = new ArrayList<>();
        try (PreparedStatement heads = connection.prepareStatement(CLAIM_HEADS)) {
            heads.setInt(1, limit);
            read(heads, claimed);
        }
        if (claimed.isEmpty() || claimed.size() >= limit) {
            return claimed;
        }
        try (PreparedStatement followers = connection.prepareStatement(FOLLOWERS)) {
            followers.setArray(
                    1,
                    connection.createArrayOf(
                            "text", claimed.stream().map(Queued::subject).toArray()));
            followers.setArray(
                    2,
                    connection.createArrayOf(
                            "bigint", claimed.stream().map(Queued::position).toArray()));
            followers.setInt(3, limit - claimed.size());
            read(followers, claimed);
        }
        return claimed;
    }

    /** Claims one event and what its aggregate still has before it; waits for a relay that holds them. */
    static List<Queued> claimUpTo(Connection connection, String eventId) throws SQLException {
        List<Queued> claimed = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(CLAIM_ONE)) {
            select.setString(1, eventId);
            select.setString(2, eventId);
            read(select, claimed);
        }
        return claimed;
    }

    static void sent(Connection connection, List<Queued> events, Map<String, Long> indexes) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE audit_outbox SET sent_at ="
                + " clock_timestamp(), log_index = ?, retry_at = NULL, refusal = NULL WHERE position = ?")) {
            for (Queued event : events) {
                Long index = indexes.get(event.eventId());
                if (index == null) {
                    throw new AuditUnavailable("the log did not acknowledge " + event.eventId());
                }
                update.setLong(1, index);
                update.setLong(2, event.position());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    static void refused(Connection connection, Queued event, String why, Duration pause) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE audit_outbox SET refusal = ?,"
                + " retry_at = clock_timestamp() + make_interval(secs => ?) WHERE position = ?")) {
            update.setString(1, why);
            update.setDouble(2, pause.toMillis() / 1000.0);
            update.setLong(3, event.position());
            update.executeUpdate();
        }
    }

    /** Where the log put it; empty while it is unsent. */
    static OptionalLong indexOf(Connection connection, String eventId) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT log_index FROM audit_outbox WHERE event_id = ?")) {
            select.setString(1, eventId);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no such event has been committed to the outbox: " + eventId);
                }
                long index = row.getLong(1);
                return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(index);
            }
        }
    }

    static Backlog backlog(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT count(*),"
                        + " coalesce(extract(epoch FROM clock_timestamp() - min(appended_at)), 0),"
                        + " count(*) FILTER (WHERE refusal IS NOT NULL) FROM audit_outbox WHERE sent_at IS NULL");
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Backlog(row.getLong(1), row.getDouble(2), row.getLong(3));
        }
    }

    private static void read(PreparedStatement select, List<Queued> into) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                into.add(new Queued(rows.getLong(1), rows.getString(2), rows.getString(3), rows.getBytes(4)));
            }
        }
    }
}
