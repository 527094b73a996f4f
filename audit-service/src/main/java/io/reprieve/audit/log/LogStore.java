package io.reprieve.audit.log;

import io.reprieve.audit.tree.Node;
import io.reprieve.audit.tree.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The SQL of the log itself: head, entries, tree nodes, checkpoints. Writing needs the caller's transaction. */
@ApplicationScoped
public class LogStore {
    /** An entry the log already holds. */
    public record Held(long index, byte[] leafHash) {}

    private static final String INSERT_ENTRY = "INSERT INTO log_entry (index, event_id, leaf, leaf_hash, type, source,"
            + " subject, subject_seq, prev, account_id, actor, correlation_id, outcome, occurred_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final DataSource dataSource;

    LogStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Waits for the turn to append and holds it until the transaction ends; the log's size. */
    public long takeTurn(Duration patience) {
        return on(connection -> {
            try (PreparedStatement set = connection.prepareStatement("SELECT set_config('lock_timeout', ?, true)")) {
                set.setString(1, patience.toMillis() + "ms");
                set.execute();
            }
            try (PreparedStatement select = connection.prepareStatement("SELECT size FROM log_head FOR UPDATE");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    /** Which of these events the log holds. */
    public Map<String, Held> held(Collection<String> ids) {
        return on(connection -> {
            Map<String, Held> held = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT event_id, index, leaf_hash FROM log_entry WHERE event_id = ANY (?)")) {
                select.setArray(1, connection.createArrayOf("text", ids.toArray()));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        held.put(rows.getString(1), new Held(rows.getLong(2), rows.getBytes(3)));
                    }
                }
            }
            return held;
        });
    }

    /** Adds entries in this order, from this index on, with the nodes they complete. */
    public void add(long firstIndex, List<Entry> entries, List<Node> nodes) {
        on(connection -> {
            insertEntries(connection, firstIndex, entries);
            insertNodes(connection, nodes);
            return null;
        });
    }

    /** Stores a checkpoint; the head, if it lies behind, moves to it. */
    public void publish(long size, byte[] root, String note) {
        on(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO log_checkpoint (size, root, note) VALUES (?, ?, ?)")) {
                insert.setLong(1, size);
                insert.setBytes(2, root);
                insert.setString(3, note);
                insert.executeUpdate();
            }
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE log_head SET size = ? WHERE size < ?")) {
                update.setLong(1, size);
                update.setLong(2, size);
                update.executeUpdate();
            }
            return null;
        });
    }

    /** Hashes of these complete subtrees; what is missing is missing from the map. */
    public Map<NodeId, byte[]> nodes(Collection<NodeId> ids) {
        return on(connection -> {
            Map<NodeId, byte[]> hashes = new HashMap<>();
            try (PreparedStatement select = connection.prepareStatement("SELECT n.level, n.index, n.hash"
                    + " FROM unnest(?::smallint[], ?::bigint[]) AS wanted (level, index)"
                    + " JOIN log_node n ON n.level = wanted.level AND n.index = wanted.index")) {
                select.setArray(
                        1,
                        connection.createArrayOf(
                                "smallint", ids.stream().map(NodeId::level).toArray()));
                select.setArray(
                        2,
                        connection.createArrayOf(
                                "bigint", ids.stream().map(NodeId::index).toArray()));
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        hashes.put(new NodeId(rows.getInt(1), rows.getLong(2)), rows.getBytes(3));
                    }
                }
            }
            return hashes;
        });
    }

    /** The newest checkpoint; empty before the service first started. */
    public Optional<Checkpoint> latestCheckpoint() {
        return on(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                            "SELECT size, root, note, signed_at FROM log_checkpoint ORDER BY size DESC LIMIT 1");
                    ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Checkpoint(
                                row.getLong(1),
                                row.getBytes(2),
                                row.getString(3),
                                row.getObject(4, OffsetDateTime.class).toInstant()))
                        : Optional.empty();
            }
        });
    }

    private static void insertEntries(Connection connection, long firstIndex, List<Entry> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_ENTRY)) {
            long index = firstIndex;
            for (Entry entry : entries) {
                insert.setLong(1, index++);
                insert.setString(2, entry.id());
                insert.setBytes(3, entry.leaf());
                insert.setBytes(4, entry.leafHash());
                insert.setString(5, entry.type());
                insert.setString(6, entry.source());
                insert.setString(7, entry.subject());
                insert.setLong(8, entry.subjectSeq());
                insert.setString(9, entry.prev());
                insert.setString(10, entry.accountId());
                insert.setString(11, entry.actor());
                insert.setString(12, entry.correlationId());
                insert.setString(13, entry.outcome());
                insert.setObject(14, entry.time().atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void insertNodes(Connection connection, List<Node> nodes) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO log_node (level, index, hash) VALUES (?, ?, ?)")) {
            for (Node node : nodes) {
                insert.setInt(1, node.id().level());
                insert.setLong(2, node.id().index());
                insert.setBytes(3, node.hash());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T on(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }
}
