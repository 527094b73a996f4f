package io.reprieve.audit.log;

import io.reprieve.audit.tree.Tile;
import io.reprieve.audit.tree.TreeEdge;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The transaction in which the log grows, and the only one at its time: its turn is an advisory lock that goes with it,
 * so whoever lost the turn (their session is gone) has lost everything they did. Closes as rolled back unless it was
 * committed.
 */
public final class LogTransaction implements AutoCloseable {
    /** An entry the log already holds. */
    public record Held(long index, byte[] leafHash) {}

    // "Reprieve" in ASCII: one log a database.
    private static final long TURN = 0x5265707269657665L;

    private final Connection connection;

    private LogTransaction(Connection connection) {
        this.connection = connection;
    }

    static LogTransaction begin(DataSource dataSource, Duration patience) {
        try {
            var transaction = new LogTransaction(dataSource.getConnection());
            try {
                transaction.takeTurn(patience);
                return transaction;
            } catch (SQLException e) {
                transaction.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    private void takeTurn(Duration patience) throws SQLException {
        connection.setAutoCommit(false);
        // A receipt is a promise: it is on disk before it is given, whatever the role or the database was set to.
        try (PreparedStatement set = connection.prepareStatement("SELECT set_config('lock_timeout', ?, true),"
                + " set_config('synchronous_commit', 'on', true), pg_advisory_xact_lock(?)")) {
            set.setString(1, patience.toMillis() + "ms");
            set.setLong(2, TURN);
            set.execute();
        }
    }

    /** The newest checkpoint; empty in a log that was never begun. */
    public Optional<Checkpoint> newestCheckpoint() {
        return on(LogStore::newest);
    }

    /** The right edge of the tree of this size. */
    public TreeEdge edge(long size) {
        return on(connection -> TileStore.edge(connection, size));
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

    /** Adds entries in this order, from this index on, and the tiles they make full. */
    public void add(long firstIndex, List<Entry> entries, List<Tile> tiles) {
        on(connection -> {
            EntryCopy.into(connection, firstIndex, entries);
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO log_tile (level, index, hashes, root) VALUES (?, ?, ?, ?)")) {
                for (Tile tile : tiles) {
                    insert.setInt(1, tile.id().level());
                    insert.setLong(2, tile.id().index());
                    insert.setBytes(3, tile.hashes());
                    insert.setBytes(4, tile.root());
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return null;
        });
    }

    /** Recomputes the grown tree from what the database holds now; see {@link StoredGrowth}. */
    public void requireStored(Checkpoint before, long size, byte[] root) {
        on(connection -> {
            new StoredGrowth(connection).require(before, size, root);
            return null;
        });
    }

    /** Stores a checkpoint. */
    public Checkpoint publish(long size, byte[] root, String note) {
        return on(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO log_checkpoint (size, root, note) VALUES (?, ?, ?) RETURNING signed_at")) {
                insert.setLong(1, size);
                insert.setBytes(2, root);
                insert.setString(3, note);
                try (ResultSet row = insert.executeQuery()) {
                    row.next();
                    return new Checkpoint(
                            size,
                            root,
                            note,
                            row.getObject(1, OffsetDateTime.class).toInstant());
                }
            }
        });
    }

    /** How long ago, by the database's clock, a checkpoint was signed. */
    public Duration age(Checkpoint checkpoint) {
        return on(connection -> {
            try (PreparedStatement select = connection.prepareStatement("SELECT clock_timestamp()");
                    ResultSet row = select.executeQuery()) {
                row.next();
                return Duration.between(
                        checkpoint.signedAt(),
                        row.getObject(1, OffsetDateTime.class).toInstant());
            }
        });
    }

    public void commit() {
        on(connection -> {
            connection.commit();
            return null;
        });
    }

    @Override
    public void close() {
        on(connection -> {
            try (connection) {
                connection.rollback();
            }
            return null;
        });
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T on(Work<T> work) {
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }
}
