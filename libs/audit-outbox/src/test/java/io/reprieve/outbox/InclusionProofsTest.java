package io.reprieve.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The tree of the reference implementation's tests of RFC 6962 (google/certificate-transparency). */
class InclusionProofsTest {
    private static final byte[] ROOT_OF_8 = hex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    private static final byte[] ROOT_OF_3 = hex("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
    private static final List<byte[]> PATH_OF_LEAF_5_IN_8 = List.of(
            hex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"),
            hex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"),
            hex("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"));

    @Test
    void the_published_path_leads_to_the_published_root() {
        byte[] leaf = InclusionProofs.leafHash(hex("40414243"));

        assertThat(InclusionProofs.verify(leaf, 5, 8, PATH_OF_LEAF_5_IN_8, ROOT_OF_8))
                .isTrue();
        assertThat(InclusionProofs.verify(
                        InclusionProofs.leafHash(hex("10")),
                        2,
                        3,
                        List.of(hex("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")),
                        ROOT_OF_3))
                .isTrue();
    }

    @Test
    void any_other_leaf_index_size_path_or_root_does_not() {
        byte[] leaf = InclusionProofs.leafHash(hex("40414243"));
        List<byte[]> path = PATH_OF_LEAF_5_IN_8;

        assertThat(InclusionProofs.verify(InclusionProofs.leafHash(hex("40")), 5, 8, path, ROOT_OF_8))
                .isFalse();
        assertThat(InclusionProofs.verify(leaf, 4, 8, path, ROOT_OF_8)).isFalse();
        assertThat(InclusionProofs.verify(leaf, 5, 9, path, ROOT_OF_8)).isFalse();
        assertThat(InclusionProofs.verify(leaf, 8, 8, path, ROOT_OF_8)).isFalse();
        assertThat(InclusionProofs.verify(leaf, -1, 8, path, ROOT_OF_8)).isFalse();
        assertThat(InclusionProofs.verify(leaf, 5, 8, path.subList(0, 2), ROOT_OF_8))
                .isFalse();
        assertThat(InclusionProofs.verify(leaf, 5, 8, path, ROOT_OF_3)).isFalse();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
