package io.reprieve.audit.log;

import io.reprieve.audit.tree.Tile;
import io.reprieve.audit.tree.TileId;
import io.reprieve.audit.tree.TreeEdge;
import io.reprieve.audit.tree.TreeHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Recomputes, before a larger tree is signed, what is about to be published: from the leaves as the database holds them,
 * hashed by the database, and the tiles as it holds them. The old tree must come out as it was signed, the new one as it
 * is going to be; so one has grown out of the other, and nothing was lost or altered on its way to the table.
 */
final class StoredGrowth {
    private final Connection connection;

    StoredGrowth(Connection connection) {
        this.connection = connection;
    }

    void require(Checkpoint before, long size, byte[] root) throws SQLException {
        long from = before.size() - before.size() % TileId.WIDTH;
        byte[] leaves = TileStore.hashedByTheDatabase(connection, from, size);
        TreeEdge edge = TileStore.edge(connection, from);
        List<Tile> tiles = new ArrayList<>();
        for (long index = from; index < size; index++) {
            if (index == before.size()) {
                requireRoot(edge, before.root());
            }
            int at = (int) (index - from) * TreeHash.BYTES;
            edge.add(Arrays.copyOfRange(leaves, at, at + TreeHash.BYTES), tiles::add);
        }
        requireRoot(edge, root);
        for (Tile tile : tiles) {
            requireStored(tile);
        }
    }

    private static void requireRoot(TreeEdge edge, byte[] root) {
        if (!Arrays.equals(edge.root(), root)) {
            throw new LogDamaged("recomputed from what is stored, the tree of " + edge.size()
                    + " entries has another root than the one signed or about to be");
        }
    }

    private void requireStored(Tile tile) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT hashes = ? AND root = ? FROM log_tile WHERE level = ? AND index = ?")) {
            select.setBytes(1, tile.hashes());
            select.setBytes(2, tile.root());
            select.setInt(3, tile.id().level());
            select.setLong(4, tile.id().index());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    throw new LogDamaged("tile " + tile.id() + " is not stored as its leaves make it");
                }
            }
        }
    }
}
