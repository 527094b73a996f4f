package io.reprieve.audit.log;

import io.reprieve.audit.tree.TileHashes;
import io.reprieve.audit.tree.TileId;
import io.reprieve.audit.tree.TreeEdge;
import io.reprieve.audit.tree.TreeHash;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The SQL of the tree's tiles. What is not a full tile yet is read from the leaf hashes and the roots one level below. */
@ApplicationScoped
public class TileStore implements TileHashes.Source {
    private static final String LEAF_HASHES =
            "SELECT string_agg(leaf_hash, ''::bytea ORDER BY index) FROM log_entry WHERE index >= ? AND index < ?";
    // PostgreSQL hashes the leaves as they lie there: another implementation, over what was stored and not over what
    // was sent.
    private static final String LEAVES_HASHED =
            "SELECT string_agg(sha256('\\x00'::bytea || leaf), ''::bytea ORDER BY index)"
                    + " FROM log_entry WHERE index >= ? AND index < ?";
    private static final String ROOTS = "SELECT string_agg(root, ''::bytea ORDER BY index) FROM log_tile"
            + " WHERE level = ? AND index >= ? AND index < ?";
    private static final String FULL = "SELECT hashes FROM log_tile WHERE level = ? AND index = ?";

    private final DataSource dataSource;

    TileStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Map<TileId, byte[]> hashes(Map<TileId, Integer> widths) {
        try (Connection connection = dataSource.getConnection()) {
            Map<TileId, byte[]> hashes = new HashMap<>();
            for (Map.Entry<TileId, Integer> wanted : widths.entrySet()) {
                hashes.put(wanted.getKey(), hashes(connection, wanted.getKey(), wanted.getValue()));
            }
            return hashes;
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    /** The first hashes of one tile, one behind the other. */
    public byte[] hashes(TileId id, int width) {
        return hashes(Map.of(id, width)).get(id);
    }

    /** The root of the tree of this size, as the leaf hashes and tiles have it. */
    byte[] root(long size) {
        try (Connection connection = dataSource.getConnection()) {
            return edge(connection, size).root();
        } catch (SQLException e) {
            throw new LogUnavailable(e);
        }
    }

    private static byte[] hashes(Connection connection, TileId id, int width) throws SQLException {
        byte[] hashes = width == TileId.WIDTH
                ? full(connection, id).orElseGet(() -> new byte[0])
                : firstHashes(connection, id.level(), id.index() * TileId.WIDTH, width);
        if (hashes.length != width * TreeHash.BYTES) {
            throw new LogDamaged("of the " + width + " hashes of tile " + id.index() + " of level " + id.level() + " "
                    + hashes.length / TreeHash.BYTES + " are there");
        }
        return hashes;
    }

    private static Optional<byte[]> full(Connection connection, TileId id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FULL)) {
            select.setInt(1, id.level());
            select.setLong(2, id.index());
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    private static byte[] firstHashes(Connection connection, int level, long from, int count) throws SQLException {
        if (count == 0) {
            return new byte[0];
        }
        return level == 0 ? range(connection, LEAF_HASHES, from, count) : roots(connection, level - 1, from, count);
    }

    private static byte[] roots(Connection connection, int level, long from, int count) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ROOTS)) {
            select.setInt(1, level);
            select.setLong(2, from);
            select.setLong(3, from + count);
            return only(select);
        }
    }

    private static byte[] range(Connection connection, String sql, long from, long count) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, from);
            select.setLong(2, from + count);
            return only(select);
        }
    }

    private static byte[] only(PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            row.next();
            byte[] found = row.getBytes(1);
            return found == null ? new byte[0] : found;
        }
    }

    /** The edge of the tree of this size, as the leaf hashes and tiles have it. */
    static TreeEdge edge(Connection connection, long size) throws SQLException {
        List<byte[]> partials = new ArrayList<>();
        for (int level = 0; level < TreeEdge.levels(size); level++) {
            int width = TreeEdge.width(level, size);
            long from = (size >>> (8 * level)) - width;
            partials.add(firstHashes(connection, level, from, width));
        }
        return TreeEdge.of(size, partials);
    }

    /** Hashes of the leaves from one index up to another (excluded), computed by the database from what it holds. */
    static byte[] hashedByTheDatabase(Connection connection, long from, long to) throws SQLException {
        byte[] hashes = range(connection, LEAVES_HASHED, from, to - from);
        if (hashes.length != (to - from) * TreeHash.BYTES) {
            throw new LogDamaged("of the entries from " + from + " to " + to + " only " + hashes.length / TreeHash.BYTES
                    + " are there");
        }
        return hashes;
    }
}
