package io.reprieve.verifier.log;

import io.reprieve.verifier.LogKeys;
import io.reprieve.verifier.MerkleProofs;
import io.reprieve.verifier.NotProved;
import io.reprieve.verifier.SignedTree;
import io.reprieve.verifier.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks some entries of a log that lies in tiles: what they hash to, with the tiles beside them, is the signed root. */
public final class RangeCheck {
    private static final int LEVEL_BITS = 8;

    private final Tiles tiles;
    private final long from;
    private final long to;
    private final Map<TileName, List<byte[]>> read = new HashMap<>();
    private Finding found;

    private RangeCheck(Tiles tiles, long from, long to) {
        this.tiles = tiles;
        this.from = from;
        this.to = to;
    }

    /**
     * @param from first entry
     * @param to last entry + 1
     */
    public static Verdict verify(LogSource source, LogKeys keys, long from, long to) throws IOException {
        try {
            SignedTree signed = keys.believe(source.checkpoint());
            if (from < 0 || from >= to || to > signed.size()) {
                throw new IllegalArgumentException(
                        "the log holds entries 0 to " + (signed.size() - 1) + ", not " + from + " to " + (to - 1));
            }
            return new RangeCheck(new Tiles(source, signed.size()), from, to).against(signed);
        } catch (Tiles.Damaged e) {
            return Verdict.no(e.index(), e.getMessage());
        } catch (NotProved e) {
            return Verdict.no(e.getMessage());
        }
    }

    private Verdict against(SignedTree signed) throws IOException, NotProved {
        boolean asSigned = Arrays.equals(root(), signed.root());
        if (found != null) {
            return new Verdict(false, found.index(), signed.size(), found.message());
        }
        if (!asSigned) {
            return new Verdict(
                    false,
                    -1,
                    signed.size(),
                    "these entries, with the tiles beside them, do not hash to the signed root");
        }
        return new Verdict(
                true,
                to - from == 1 ? from : -1,
                signed.size(),
                (to - from == 1 ? "entry " + from : "entries " + from + " to " + (to - 1)) + " of " + signed.size()
                        + " in the log " + signed.origin());
    }

    private byte[] root() throws IOException, NotProved {
        List<byte[]> subtrees = new ArrayList<>();
        for (long start = 0; start < tiles.size(); ) {
            int level = 63 - Long.numberOfLeadingZeros(tiles.size() - start);
            subtrees.add(0, hash(level, start >> level));
            start += 1L << level;
        }
        byte[] root = subtrees.get(0);
        for (byte[] left : subtrees.subList(1, subtrees.size())) {
            root = MerkleProofs.node(left, root);
        }
        return root;
    }

    // Of a complete subtree: from entries as far as they are asked for, from tiles elsewhere.
    private byte[] hash(int level, long index) throws IOException, NotProved {
        long first = index << level;
        if (first >= to || first + (1L << level) <= from) {
            return tiled(level, index);
        }
        if (level > 0) {
            return level == LEVEL_BITS
                    ? bundle(index)
                    : MerkleProofs.node(hash(level - 1, 2 * index), hash(level - 1, 2 * index + 1));
        }
        return leaf(index);
    }

    private byte[] bundle(long index) throws IOException, NotProved {
        List<byte[]> hashes = new ArrayList<>();
        for (int at = 0; at < TileName.FULL; at++) {
            long entry = index * TileName.FULL + at;
            hashes.add(entry >= from && entry < to ? leaf(entry) : tiled(0, entry));
        }
        return MerkleProofs.root(hashes);
    }

    private byte[] leaf(long index) throws IOException, NotProved {
        byte[] hash = entries(index / TileName.FULL).get((int) (index % TileName.FULL));
        if (!Arrays.equals(hash, tiled(0, index))) {
            found = Finding.first(
                    found, Finding.at(index, "entry " + index + " does not hash to what the tile holds for it"));
        }
        return hash;
    }

    private List<byte[]> entries(long bundle) throws IOException, NotProved {
        TileName name = TileName.in(tiles.size(), TileName.ENTRIES, bundle);
        if (!read.containsKey(name)) {
            read.keySet().removeIf(other -> other.level() == TileName.ENTRIES);
            Tiles.Bundle held = tiles.entries(bundle);
            if (held.damage() != null) {
                throw new Tiles.Damaged(held.damage().index(), held.damage().message());
            }
            read.put(name, held.entries().stream().map(MerkleProofs::leafHash).toList());
        }
        return read.get(name);
    }

    private byte[] tiled(int level, long index) throws IOException, NotProved {
        int tileLevel = level / LEVEL_BITS;
        int above = level % LEVEL_BITS;
        long first = index << above;
        List<byte[]> hashes = tile(tileLevel, first / TileName.FULL);
        int at = (int) (first % TileName.FULL);
        return MerkleProofs.root(hashes.subList(at, at + (1 << above)));
    }

    private List<byte[]> tile(int level, long index) throws IOException, NotProved {
        TileName name = TileName.in(tiles.size(), level, index);
        if (!read.containsKey(name)) {
            read.keySet().removeIf(other -> other.level() == level);
            read.put(name, tiles.hashes(level, index));
        }
        return read.get(name);
    }
}
