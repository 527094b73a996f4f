package io.reprieve.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Against the tree that the reference implementations of RFC 6962 share (google/certificate-transparency). */
class MerkleProofsTest {
    private static final List<byte[]> LEAVES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(entry -> MerkleProofs.leafHash(hex(entry)))
            .toList();
    private static final List<String> ROOTS = List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    @Test
    void the_published_roots_come_out() {
        for (int size = 0; size <= 8; size++) {
            assertThat(MerkleProofs.root(LEAVES.subList(0, size))).isEqualTo(hex(ROOTS.get(size)));
        }
    }

    @Test
    void the_published_inclusion_proof_holds_and_no_variation_of_it_does() {
        List<byte[]> path = List.of(
                hex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
                hex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                hex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));
        byte[] root = hex(ROOTS.get(8));

        assertThat(MerkleProofs.includes(LEAVES.get(5), 5, 8, path, root)).isTrue();
        // A path alone does not tell a tree of 8 from one of 7 with the same right edge; the signed size does.
        for (long index = -1; index <= 8; index++) {
            for (long size = 0; size <= 9; size++) {
                boolean sameShape = index == 5 && (size == 7 || size == 8);
                assertThat(MerkleProofs.includes(LEAVES.get(5), index, size, path, root))
                        .as("index %d of %d", index, size)
                        .isEqualTo(sameShape);
            }
        }
        var longer = new ArrayList<>(path);
        longer.add(root);
        assertThat(MerkleProofs.includes(LEAVES.get(5), 5, 8, longer, root)).isFalse();
        assertThat(MerkleProofs.includes(LEAVES.get(5), 5, 8, path.subList(0, 2), root))
                .isFalse();
        assertThat(MerkleProofs.includes(LEAVES.get(4), 5, 8, path, root)).isFalse();
    }

    @Test
    void the_published_consistency_proof_holds_and_not_for_other_roots() {
        List<byte[]> path = List.of(
                hex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"),
                hex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
                hex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));

        assertThat(MerkleProofs.consistent(6, hex(ROOTS.get(6)), 8, hex(ROOTS.get(8)), path))
                .isTrue();
        assertThat(MerkleProofs.consistent(6, hex(ROOTS.get(5)), 8, hex(ROOTS.get(8)), path))
                .isFalse();
        assertThat(MerkleProofs.consistent(6, hex(ROOTS.get(6)), 8, hex(ROOTS.get(7)), path))
                .isFalse();
        assertThat(MerkleProofs.consistent(5, hex(ROOTS.get(5)), 8, hex(ROOTS.get(8)), path))
                .isFalse();
        assertThat(MerkleProofs.consistent(6, hex(ROOTS.get(6)), 8, hex(ROOTS.get(8)), path.subList(0, 2)))
                .isFalse();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
