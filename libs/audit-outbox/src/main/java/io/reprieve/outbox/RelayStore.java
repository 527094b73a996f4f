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

    /** How many times a batch of the queue's front is looked at, so that what others hold leaves something to do. */
    private static final int FRONT = 4;

    // An aggregate is claimed by locking the oldest unsent event it has. Whoever holds that lock may send what comes
    // after it too, in order; another relay skips the aggregate whole. So nothing is reordered within an aggregate.
    // Positions of one aggregate rise with its numbers, so the oldest of the front is the oldest there is. Only the
    // front is looked at: the cost does not grow with the backlog, nor with how it is spread over aggregates.
    private static final String CLAIM_HEADS = "WITH front AS MATERIALIZED (SELECT o.position, o.subject"
            + " FROM audit_outbox o WHERE o.sent_at IS NULL AND NOT EXISTS (SELECT 1 FROM audit_outbox w"
            + " WHERE w.subject = o.subject AND w.sent_at IS NULL AND w.retry_at > now())"
            + " ORDER BY o.position LIMIT ?)"
            + " SELECT h.position, h.event_id, h.subject, h.event, (SELECT max(position) FROM front)"
            + " FROM audit_outbox h WHERE h.sent_at IS NULL AND h.position IN (SELECT min(position) FROM front"
            + " GROUP BY subject) ORDER BY h.position LIMIT ? FOR UPDATE OF h SKIP LOCKED";

    // Materialized: an aggregate with a long queue would be read and sorted whole otherwise.
    private static final String FOLLOWERS = "WITH front AS MATERIALIZED (SELECT position, subject FROM audit_outbox"
            + " WHERE sent_at IS NULL AND position > ? AND position <= ? ORDER BY position)"
            + " SELECT o.position, o.event_id, o.subject, o.event FROM front f JOIN audit_outbox o"
            + " ON o.position = f.position AND o.sent_at IS NULL"
            + " WHERE f.subject = ANY (?) AND f.position <> ALL (?) ORDER BY f.position LIMIT ?";

    private static final String CLAIM_ONE = "SELECT position, event_id, subject, event FROM audit_outbox"
            + " WHERE sent_at IS NULL AND subject = (SELECT subject FROM audit_outbox WHERE event_id = ?)"
            + " AND subject_seq <= (SELECT subject_seq FROM audit_outbox WHERE event_id = ?)"
            + " ORDER BY subject_seq FOR UPDATE";

    private RelayStore() {}

    /** Claims up to {@code limit} events: aggregates from their oldest unsent event on. */
    static List<Queued> claim(Connection connection, int limit) throws SQLException {
        List<Queued> claimed = new ArrayList<>();
        long frontEnd = 0;
        try (PreparedStatement heads = connection.prepareStatement(CLAIM_HEADS)) {
            heads.setInt(1, limit * FRONT);
            heads.setInt(2, limit);
            try (ResultSet rows = heads.executeQuery()) {
                while (rows.next()) {
                    claimed.add(queued(rows));
                    frontEnd = rows.getLong(5);
                }
            }
        }
        if (!claimed.isEmpty() && claimed.size() < limit) {
            claimed.addAll(followers(connection, claimed, frontEnd, limit - claimed.size()));
        }
        return claimed;
    }

    private static List<Queued> followers(Connection connection, List<Queued> heads, long frontEnd, int limit)
            throws SQLException {
        Object[] subjects = heads.stream().map(Queued::subject).toArray();
        Object[] positions = heads.stream().map(Queued::position).toArray();
        try (PreparedStatement select = connection.prepareStatement(FOLLOWERS)) {
            select.setLong(1, heads.get(0).position());
            select.setLong(2, frontEnd);
            select.setArray(3, connection.createArrayOf("text", subjects));
            select.setArray(4, connection.createArrayOf("bigint", positions));
            select.setInt(5, limit);
            return read(select);
        }
    }

    /** Claims one event and what its aggregate still has before it; waits for a relay that holds them. */
    static List<Queued> claimUpTo(Connection connection, String eventId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CLAIM_ONE)) {
            select.setString(1, eventId);
            select.setString(2, eventId);
            return read(select);
        }
    }

    static void sent(Connection connection, List<Queued> events, Map<String, Long> indexes) throws SQLException {
        Long[] positions = new Long[events.size()];
        Long[] places = new Long[events.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = events.get(i).position();
            places[i] = indexes.get(events.get(i).eventId());
            if (places[i] == null) {
                throw new AuditUnavailable(
                        "the log did not acknowledge " + events.get(i).eventId());
            }
        }
        try (PreparedStatement update = connection.prepareStatement("UPDATE audit_outbox o SET sent_at ="
                + " clock_timestamp(), log_index = s.log_index, retry_at = NULL, refusal = NULL"
                + " FROM unnest(?::bigint[], ?::bigint[]) AS s (position, log_index)"
                + " WHERE o.position = s.position")) {
            update.setArray(1, connection.createArrayOf("bigint", positions));
            update.setArray(2, connection.createArrayOf("bigint", places));
            update.executeUpdate();
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
        try (PreparedStatement select = connection.prepareStatement("SELECT"
                        + " (SELECT count(*) FROM audit_outbox WHERE sent_at IS NULL),"
                        + " coalesce((SELECT extract(epoch FROM clock_timestamp() - appended_at) FROM audit_outbox"
                        + " WHERE sent_at IS NULL ORDER BY position LIMIT 1), 0),"
                        + " (SELECT count(*) FROM audit_outbox WHERE sent_at IS NULL AND retry_at IS NOT NULL)");
                ResultSet row = select.executeQuery()) {
            row.next();
            return new Backlog(row.getLong(1), row.getDouble(2), row.getLong(3));
        }
    }

    private static List<Queued> read(PreparedStatement select) throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            List<Queued> queued = new ArrayList<>();
            while (rows.next()) {
                queued.add(queued(rows));
            }
            return queued;
        }
    }

    private static Queued queued(ResultSet row) throws SQLException {
        return new Queued(row.getLong(1), row.getString(2), row.getString(3), row.getBytes(4));
    }
}
