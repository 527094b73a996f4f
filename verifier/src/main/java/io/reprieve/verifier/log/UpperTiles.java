package io.reprieve.verifier.log;

import io.reprieve.verifier.MerkleProofs;
import io.reprieve.verifier.NotProved;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Holds the tiles above the leaves against what the entries hash to, as they become complete. */
final class UpperTiles {
    private final Tiles tiles;
    private final List<List<byte[]>> open = new ArrayList<>();
    private final List<Long> done = new ArrayList<>();
    private Finding found;

    UpperTiles(Tiles tiles) {
        this.tiles = tiles;
    }

    /** The root over the next full tile of leaves. */
    void add(byte[] root) throws IOException, NotProved {
        add(1, root);
    }

    private void add(int level, byte[] hash) throws IOException, NotProved {
        if (open.size() < level) {
            open.add(new ArrayList<>());
            done.add(0L);
        }
        List<byte[]> hashes = open.get(level - 1);
        hashes.add(hash);
        if (hashes.size() == TileName.FULL) {
            byte[] root = MerkleProofs.root(hashes);
            close(level);
            add(level + 1, root);
        }
    }

    /** After the last: the partial tiles at the right edge too. */
    Finding end() throws IOException, NotProved {
        for (int level = 1; level <= open.size(); level++) {
            if (!open.get(level - 1).isEmpty()) {
                close(level);
            }
        }
        return found;
    }

    private void close(int level) throws IOException, NotProved {
        List<byte[]> computed = open.get(level - 1);
        TileName name = TileName.in(tiles.size(), level, done.get(level - 1));
        List<byte[]> held = tiles.hashes(level, name.index());
        for (int at = 0; at < held.size() && found == null; at++) {
            if (at >= computed.size() || !Arrays.equals(held.get(at), computed.get(at))) {
                long span = 1L << 8 * level;
                long first = Tiles.firstEntry(name) + at * span;
                found = new Finding(
                        first,
                        span,
                        "entries " + first + " to " + (first + span - 1) + " do not hash to what " + name + " holds");
            }
        }
        computed.clear();
        done.set(level - 1, name.index() + 1);
    }
}
