package io.reprieve.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.reprieve.verifier.MerkleProofs;
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
    private static final int SIZES = 130;
    private static final Map<NodeId, byte[]> NODES = new HashMap<>();
    private static final List<byte[]> LEAVES = new ArrayList<>();
    private static final List<byte[]> ROOTS = new ArrayList<>();

    @BeforeAll
    static void grow() {
        Frontier tree = Frontier.of(0, Map.of());
        ROOTS.add(tree.root());
        for (int i = 0; i < SIZES; i++) {
            byte[] leaf = TreeHash.leaf(("entry " + i).getBytes(StandardCharsets.UTF_8));
            LEAVES.add(leaf);
            tree.add(leaf).forEach(node -> NODES.put(node.id(), node.hash()));
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
        Frontier tree = Frontier.of(0, Map.of());
        assertThat(hex(tree.root())).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

        for (int i = 0; i < 8; i++) {
            tree.add(TreeHash.leaf(HexFormat.of().parseHex(entries.get(i))));
            assertThat(hex(tree.root())).as("root of %d", i + 1).isEqualTo(roots.get(i));
        }
    }

    @Test
    void every_root_is_the_one_the_definition_gives_and_can_be_had_from_the_nodes_kept() {
        for (int size = 0; size <= SIZES; size++) {
            assertThat(ROOTS.get(size)).isEqualTo(MerkleProofs.root(LEAVES.subList(0, size)));
            assertThat(new Span(0, size).hash(NODES)).isEqualTo(ROOTS.get(size));
        }
    }

    @Test
    void a_tree_taken_up_again_at_any_size_grows_to_the_same_roots() {
        for (int start = 0; start <= SIZES; start++) {
            Frontier tree = Frontier.of(start, NODES);
            assertThat(tree.root()).isEqualTo(ROOTS.get(start));
            for (int i = start; i < SIZES; i++) {
                for (Node node : tree.add(LEAVES.get(i))) {
                    assertThat(node.hash()).isEqualTo(NODES.get(node.id()));
                }
            }
            assertThat(tree.root()).isEqualTo(ROOTS.get(SIZES));
        }
    }

    @Test
    void every_entry_of_every_size_has_an_inclusion_proof_that_the_verifier_accepts_for_it_alone() {
        for (int size = 1; size <= SIZES; size++) {
            for (int index = 0; index < size; index++) {
                List<byte[]> path = hashes(ProofPath.inclusion(index, size));
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
            for (int older = 0; older <= newer; older++) {
                List<byte[]> path = hashes(ProofPath.consistency(older, newer));
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

    private static List<byte[]> hashes(List<Span> path) {
        return path.stream().map(span -> span.hash(NODES)).toList();
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
