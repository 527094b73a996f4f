package io.reprieve.verifier.log;

import io.reprieve.verifier.MerkleProofs;
import io.reprieve.verifier.NotProved;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Consecutive entries with all that is computed from them alone, which several threads may do at once.
 *
 * @param first index
 * @param root over a full block; null for the last, partial one
 * @param found what is wrong within; null when nothing is
 */
record Block(
        long first,
        List<byte[]> entries,
        List<byte[]> leafHashes,
        List<byte[]> sums,
        List<EventFacts> facts,
        byte[] root,
        Finding found) {

    static Block of(long first, List<byte[]> entries) {
        List<byte[]> leafHashes = new ArrayList<>(entries.size());
        List<byte[]> sums = new ArrayList<>(entries.size());
        List<EventFacts> facts = new ArrayList<>(entries.size());
        Finding found = null;
        for (byte[] entry : entries) {
            leafHashes.add(MerkleProofs.leafHash(entry));
            sums.add(Chains.sha256(entry));
            try {
                facts.add(EventFacts.of(entry));
            } catch (IOException e) {
                long index = first + facts.size();
                facts.add(null);
                found = Finding.first(found, Finding.at(index, "entry " + index + " is no event"));
            }
        }
        byte[] root = entries.size() == TileName.FULL ? MerkleProofs.root(leafHashes) : null;
        return new Block(first, entries, leafHashes, sums, facts, root, found);
    }

    /** A bundle, held against the tile of its leaf hashes. */
    static Block of(Tiles tiles, long index) throws IOException, NotProved {
        long first = index * TileName.FULL;
        Tiles.Bundle bundle = tiles.entries(index);
        Block block = of(first, bundle.entries()).with(bundle.damage());
        List<byte[]> signed = tiles.hashes(0, index);
        for (int at = 0; at < block.entries.size(); at++) {
            if (!Arrays.equals(signed.get(at), block.leafHashes.get(at))) {
                long entry = first + at;
                String tile = TileName.in(tiles.size(), 0, index).path();
                return block.with(
                        Finding.at(entry, "entry " + entry + " does not hash to what " + tile + " holds for it"));
            }
        }
        return block;
    }

    private Block with(Finding more) {
        return new Block(first, entries, leafHashes, sums, facts, root, Finding.first(more, found));
    }

    boolean isFull() {
        return root != null;
    }

    long end() {
        return first + entries.size();
    }
}
