package io.reprieve.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.audit.tree.TileId;
import io.reprieve.audit.tree.TreeEdge;
import io.reprieve.audit.tree.TreeHash;
import io.reprieve.localservers.LocalPostgres;
import io.reprieve.localservers.TestServers;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A log from the time when every node was stored. */
class TilesMigrationIT {
    private static final int SIZE = 1100;

    @Test
    void nodes_become_the_tiles_they_make_and_the_tree_stays_the_one_that_was_signed() throws Exception {
        LocalPostgres postgres = TestServers.postgres();
        postgres.createDatabase("old_log", "old_log", "old_log");
        try (Connection owner =
                postgres.dataSource("old_log", "old_log", "old_log").getConnection()) {
            run(owner, "V1__log.sql");
            Map<TileId, byte[]> tiles = new HashMap<>();
            byte[] root = fill(owner, tiles);

            run(owner, "V2_00__tiles_and_heartbeats.sql");

            assertThat(TileStore.edge(owner, SIZE).root()).isEqualTo(root);
            assertThat(stored(owner)).containsOnlyKeys(tiles.keySet());
            stored(owner).forEach((id, hashes) -> assertThat(hashes).isEqualTo(tiles.get(id)));
            assertThat(LogStore.newest(owner).orElseThrow().size()).isEqualTo(SIZE);
        } finally {
            postgres.dropDatabase("old_log");
        }
    }

    private static void run(Connection connection, String migration) throws Exception {
        try (InputStream sql = TilesMigrationIT.class.getResourceAsStream("/db/migration/" + migration);
                Statement statement = connection.createStatement()) {
            statement.execute(new String(sql.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** As the log filled itself then: entries, and each complete subtree as a node of its own. */
    private static byte[] fill(Connection connection, Map<TileId, byte[]> tiles) throws Exception {
        TreeEdge edge = TreeEdge.empty();
        List<byte[]> level = new ArrayList<>();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO log_entry (index, event_id, leaf,"
                + " leaf_hash, type, source, subject, subject_seq, actor, outcome, occurred_at)"
                + " VALUES (?, ?, ?, ?, 'a.b', '/a', 's', 1, 'psn', 'SUCCESS', now())")) {
            for (int index = 0; index < SIZE; index++) {
                byte[] leaf = ("entry " + index).getBytes(StandardCharsets.UTF_8);
                level.add(TreeHash.leaf(leaf));
                edge.add(TreeHash.leaf(leaf), tile -> tiles.put(tile.id(), tile.hashes()));
                insert.setLong(1, index);
                insert.setString(2, "evt_" + index);
                insert.setBytes(3, leaf);
                insert.setBytes(4, TreeHash.leaf(leaf));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        for (int height = 0; !level.isEmpty(); height++) {
            List<byte[]> above = new ArrayList<>();
            for (int index = 0; index < level.size(); index++) {
                node(connection, height, index, level.get(index));
                if (index % 2 == 1) {
                    above.add(TreeHash.node(level.get(index - 1), level.get(index)));
                }
            }
            level = above;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO log_checkpoint (size, root, note) VALUES (?, ?, 'older'), (?, ?, 'newest')")) {
            insert.setLong(1, SIZE - 1);
            insert.setBytes(2, new byte[32]);
            insert.setLong(3, SIZE);
            insert.setBytes(4, edge.root());
            insert.executeUpdate();
        }
        return edge.root();
    }

    private static void node(Connection connection, int level, int index, byte[] hash) throws Exception {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO log_node (level, index, hash) VALUES (?, ?, ?)")) {
            insert.setInt(1, level);
            insert.setLong(2, index);
            insert.setBytes(3, hash);
            insert.executeUpdate();
        }
    }

    private static Map<TileId, byte[]> stored(Connection connection) throws Exception {
        Map<TileId, byte[]> stored = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT level, index, hashes, root FROM log_tile")) {
            while (rows.next()) {
                byte[] hashes = rows.getBytes(3);
                stored.put(new TileId(rows.getInt(1), rows.getLong(2)), hashes);
                assertThat(TreeHash.subtree(hashes, 0, TileId.WIDTH)).isEqualTo(Arrays.copyOf(rows.getBytes(4), 32));
            }
        }
        return stored;
    }
}
