package io.reprieve.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The SQL of reconciliation, on the caller's connection and in the caller's transaction. */
final class ReconcileStore {
    private static final int FETCH = 2000;
    private static final int PRUNED_AT_ONCE = 5000;

    // RFC 6962: a leaf hash covers a zero byte and the leaf.
    private static final String LEAF_HASH = "sha256('\\x00'::bytea || event)";

    // The newest event of an aggregate stays: its successor, its adoption and the proof of where it lies need it.
    private static final String PRUNE = "WITH front AS MATERIALIZED (SELECT position, subject, subject_seq, sent_at,"
            + " log_index FROM audit_outbox WHERE log_index >= ? AND log_index < ? ORDER BY log_index LIMIT "
            + PRUNED_AT_ONCE
            + "), old AS (SELECT * FROM front WHERE sent_at < clock_timestamp() - make_interval(secs => ?)),"
            + " gone AS (DELETE FROM audit_outbox o USING old, audit_chain c WHERE o.position = old.position"
            + " AND c.subject = old.subject AND old.subject_seq < c.last_seq RETURNING 1)"
            + " SELECT (SELECT max(log_index) + 1 FROM old), (SELECT count(*) FROM gone)";

    private ReconcileStore() {}

    /** What was agreed on last, locked until the transaction ends; empty while another replica holds it. */
    static Optional<Tally> lockSettled(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT size, entries, digest FROM audit_settled FOR UPDATE SKIP LOCKED");
                ResultSet row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Tally(row.getLong(1), row.getLong(2), row.getBytes(3)))
                    : Optional.empty();
        }
    }

    static double settledAgeSeconds(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT extract(epoch FROM clock_timestamp() - settled_at) FROM audit_settled");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getDouble(1);
        }
    }

    /** What was settled, and what the log acknowledged from there up to a size of it. */
    static Tally tally(Connection connection, Tally settled, long size) throws SQLException {
        Tally tally = settled;
        try (PreparedStatement select = connection.prepareStatement("SELECT log_index, " + LEAF_HASH
                + " FROM audit_outbox WHERE log_index >= ? AND log_index < ? ORDER BY log_index")) {
            select.setFetchSize(FETCH);
            select.setLong(1, settled.size());
            select.setLong(2, size);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    tally = tally.with(rows.getLong(1), rows.getBytes(2));
                }
            }
        }
        return tally.upTo(size);
    }

    static void settle(Connection connection, Tally agreed) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE audit_settled SET size = ?, entries = ?, digest = ?, settled_at = clock_timestamp()")) {
            update.setLong(1, agreed.size());
            update.setLong(2, agreed.entries());
            update.setBytes(3, agreed.digest());
            update.executeUpdate();
        }
    }

    /** What the log acknowledged in this range of indexes, by index. */
    static SortedMap<Long, LoggedEntry> placed(Connection connection, long from, long to) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT log_index, event_id, encode(" + LEAF_HASH
                + ", 'hex') FROM audit_outbox WHERE log_index >= ? AND log_index < ?")) {
            select.setLong(1, from);
            select.setLong(2, to);
            try (ResultSet rows = select.executeQuery()) {
                SortedMap<Long, LoggedEntry> placed = new TreeMap<>();
                while (rows.next()) {
                    placed.put(rows.getLong(1), new LoggedEntry(rows.getLong(1), rows.getString(2), rows.getString(3)));
                }
                return placed;
            }
        }
    }

    /** Whether these very bytes lie here and wait for the log's acknowledgement. */
    static boolean isUnacknowledged(Connection connection, LoggedEntry entry) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT 1 FROM audit_outbox WHERE event_id = ?"
                + " AND sent_at IS NULL AND encode(" + LEAF_HASH + ", 'hex') = ?")) {
            select.setString(1, entry.eventId());
            select.setString(2, entry.leafHash());
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Removes old rows that both agree on; whether there may be more to remove. */
    static boolean prune(Connection connection, Duration keep) throws SQLException {
        long from;
        long to;
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT pruned_to, size FROM audit_settled FOR UPDATE SKIP LOCKED");
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                return false;
            }
            from = row.getLong(1);
            to = row.getLong(2);
        }
        try (PreparedStatement prune = connection.prepareStatement(PRUNE)) {
            prune.setLong(1, from);
            prune.setLong(2, to);
            prune.setDouble(3, keep.toSeconds());
            try (ResultSet row = prune.executeQuery()) {
                row.next();
                long prunedTo = row.getLong(1);
                return !row.wasNull() && remember(connection, prunedTo);
            }
        }
    }

    private static boolean remember(Connection connection, long prunedTo) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE audit_settled SET pruned_to = ?")) {
            update.setLong(1, prunedTo);
            return update.executeUpdate() == 1;
        }
    }
}
