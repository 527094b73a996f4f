package io.reprieve.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reprieve.verifier.MerkleProofs;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tree against the published vectors of RFC 6962's reference implementation and against the verifier. */
class TreeTest {
    /** Past the first full tile. */
    private static final int SIZES = 300;

    private static final Map<TileId, byte[]> TILES = new HashMap<>();
    private static final List<byte[]> LEAVES = new ArrayList<>();
    private static final List<byte[]> ROOTS = new ArrayList<>();

    @BeforeAll
    static void grow() {
        TreeEdge tree = TreeEdge.empty();
        ROOTS.add(tree.root());
        for (int i = 0; i < SIZES; i++) {
            byte[] leaf = TreeHash.leaf(("entry " + i).getBytes(StandardCharsets.UTF_8));
            LEAVES.add(leaf);
            tree.add(leaf, tile -> TILES.put(tile.id(), tile.hashes()));
            ROOTS.add(tree.root());
        }
    }

    @Test
    void the_published_tree_of_eight_leaves_has_its_published_roots() {
        List<String> entries = List.of(
                "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");
        List<String> roots = List.of(
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        TreeEdge tree = TreeEdge.empty();
        assertThat(hex(tree.root())).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

        for (int i = 0; i < 8; i++) {
            tree.add(TreeHash.leaf(HexFormat.of().parseHex(entries.get(i))), tile -> {});
            assertThat(hex(tree.root())).as("root of %d", i + 1).isEqualTo(roots.get(i));
        }
    }

    @Test
    void every_root_is_the_one_the_definition_gives_and_can_be_had_from_the_tiles_kept() {
        for (int size = 1; size <= SIZES; size++) {
            assertThat(ROOTS.get(size)).isEqualTo(MerkleProofs.root(LEAVES.subList(0, size)));
            assertThat(TileHashes.of(List.of(new Span(0, size)), size, tilesOf(size))
                            .get(0))
                    .isEqualTo(ROOTS.get(size));
        }
    }

    @Test
    void a_tree_taken_up_again_at_any_size_grows_to_the_same_roots_and_tiles() {
        for (int start = 0; start <= SIZES; start++) {
            TreeEdge tree = TreeEdge.of(start, edgeOf(start));
            assertThat(tree.root()).isEqualTo(ROOTS.get(start));
            for (int i = start; i < SIZES; i++) {
                tree.add(LEAVES.get(i), tile -> assertThat(tile.hashes()).isEqualTo(TILES.get(tile.id())));
            }
            assertThat(tree.root()).isEqualTo(ROOTS.get(SIZES));
        }
    }

    @Test
    void an_edge_that_lacks_a_hash_is_no_edge() {
        List<byte[]> edge = new ArrayList<>(edgeOf(257));
        edge.set(1, new byte[0]);

        assertThatThrownBy(() -> TreeEdge.of(257, edge))
                .hasMessageContaining("lacks hashes of level 1: 0 instead of 1");
    }

    @Test
    void a_tree_of_70_000_entries_has_the_tiles_of_the_specifications_example() {
        List<TileId> full = new ArrayList<>();
        TreeEdge tree = TreeEdge.empty();
        for (int i = 0; i < 70_000; i++) {
            tree.add(LEAVES.get(i % SIZES), tile -> full.add(tile.id()));
        }

        assertThat(full).hasSize(274).filteredOn(id -> id.level() == 0).hasSize(273);
        assertThat(full).filteredOn(id -> id.level() == 1).containsExactly(new TileId(1, 0));
        assertThat(List.of(TreeEdge.width(0, 70_000), TreeEdge.width(1, 70_000), TreeEdge.width(2, 70_000)))
                .containsExactly(112, 17, 1);
        assertThat(TreeEdge.levels(70_000)).isEqualTo(3);
    }

    @Test
    void every_entry_of_every_size_has_an_inclusion_proof_that_the_verifier_accepts_for_it_alone() {
        for (int size = 1; size <= SIZES; size++) {
            TileHashes.Source tiles = tilesOf(size);
            for (int index = 0; index < size; index += stepAt(size)) {
                List<byte[]> path = TileHashes.of(ProofPath.inclusion(index, size), size, tiles);
                byte[] root = ROOTS.get(size);
                assertThat(MerkleProofs.includes(LEAVES.get(index), index, size, path, root))
                        .as("entry %d of %d", index, size)
                        .isTrue();
                int other = (index + 1) % size;
                if (other != index) {
                    assertThat(MerkleProofs.includes(LEAVES.get(other), index, size, path, root))
                            .isFalse();
                    assertThat(MerkleProofs.includes(LEAVES.get(index), other, size, path, root))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void every_pair_of_sizes_has_a_consistency_proof_that_the_verifier_accepts_for_these_roots_alone() {
        for (int newer = 0; newer <= SIZES; newer++) {
            TileHashes.Source tiles = tilesOf(newer);
            for (int older = 0; older <= newer; older += stepAt(newer)) {
                List<byte[]> path = TileHashes.of(ProofPath.consistency(older, newer), newer, tiles);
                assertThat(MerkleProofs.consistent(older, ROOTS.get(older), newer, ROOTS.get(newer), path))
                        .as("%d to %d", older, newer)
                        .isTrue();
                if (older > 0) {
                    byte[] forked = LEAVES.get(0).clone();
                    forked[31] ^= 1;
                    assertThat(MerkleProofs.consistent(older, forked, newer, ROOTS.get(newer), path))
                            .isFalse();
                    assertThat(MerkleProofs.consistent(older, ROOTS.get(older), newer, forked, path))
                            .isFalse();
                }
            }
        }
    }

    // Every index of a small tree, and of the sizes around a full tile; some of the others.
    private static int stepAt(int size) {
        return size < 70 || (size > 250 && size < 260) ? 1 : 7;
    }

    /** The tiles as a tree of this size has them: full ones as kept, the last of each level cut from its hashes. */
    private static TileHashes.Source tilesOf(int size) {
        return widths -> {
            Map<TileId, byte[]> hashes = new HashMap<>();
            widths.forEach((id, width) -> hashes.put(
                    id, width == TileId.WIDTH ? TILES.get(id) : edgeOf(size).get(id.level())));
            return hashes;
        };
    }

    private static List<byte[]> edgeOf(int size) {
        ByteArrayOutputStream leaves = new ByteArrayOutputStream();
        LEAVES.subList(size - size % TileId.WIDTH, size).forEach(leaves::writeBytes);
        if (size < TileId.WIDTH) {
            return List.of(leaves.toByteArray());
        }
        return List.of(leaves.toByteArray(), TreeHash.subtree(TILES.get(new TileId(0, 0)), 0, TileId.WIDTH));
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
