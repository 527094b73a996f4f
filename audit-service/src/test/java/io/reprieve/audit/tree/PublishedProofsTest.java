package io.reprieve.audit.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Proofs over the eight leaves of RFC 6962's reference implementation, as its tests publish them. */
class PublishedProofsTest {
    private static final List<byte[]> LEAF_HASHES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(leaf -> TreeHash.leaf(HexFormat.of().parseHex(leaf)))
            .toList();

    private static final Map<String, String> PUBLISHED = Map.of(
            "a", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "b", "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "e", "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ab", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "cd", "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "ef", "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "gh", "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "abcd", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "efgh", "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");

    @ParameterizedTest
    @CsvSource({"0, 1, ''", "0, 2, b", "1, 2, a", "2, 3, ab", "1, 5, a cd e", "0, 8, b cd efgh", "5, 8, e gh abcd"})
    void an_inclusion_proof_is_the_published_one(long index, long size, String published) {
        assertThat(hex(ProofPath.inclusion(index, size), size)).isEqualTo(hashes(published));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, ''", "1, 8, b cd efgh", "2, 5, cd e", "2, 8, cd efgh", "6, 8, ef gh abcd"})
    void a_consistency_proof_is_the_published_one(long older, long newer, String published) {
        assertThat(hex(ProofPath.consistency(older, newer), newer)).isEqualTo(hashes(published));
    }

    private static List<String> hashes(String names) {
        return Stream.of(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(PUBLISHED::get)
                .toList();
    }

    private static List<String> hex(List<Span> path, long size) {
        byte[] tile = new byte[8 * TreeHash.BYTES];
        for (int i = 0; i < 8; i++) {
            System.arraycopy(LEAF_HASHES.get(i), 0, tile, i * TreeHash.BYTES, TreeHash.BYTES);
        }
        return TileHashes.of(path, size, widths -> Map.of(new TileId(0, 0), tile)).stream()
                .map(HexFormat.of()::formatHex)
                .toList();
    }
}
