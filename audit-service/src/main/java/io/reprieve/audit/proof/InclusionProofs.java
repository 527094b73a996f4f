package io.reprieve.audit.proof;

import io.reprieve.audit.tree.ProofPath;
import io.reprieve.audit.tree.TileHashes;
import io.reprieve.audit.tree.TileId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Many inclusion proofs in one tree: the tiles read last stay at hand. For one thread. */
public final class InclusionProofs {
    /** Of at most 8 KiB each. */
    private static final int KEPT = 256;

    private final long size;
    private final TileHashes.Source tiles;
    private final Map<TileId, byte[]> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TileId, byte[]> eldest) {
            return size() > KEPT;
        }
    };

    InclusionProofs(long size, TileHashes.Source tiles) {
        this.size = size;
        this.tiles = tiles;
    }

    /** Sibling hashes from the leaf to the root, lowest first. */
    public List<byte[]> of(long index) {
        return TileHashes.of(ProofPath.inclusion(index, size), size, this::hashes);
    }

    private Map<TileId, byte[]> hashes(Map<TileId, Integer> widths) {
        Map<TileId, byte[]> known = new HashMap<>();
        Map<TileId, Integer> missing = new HashMap<>();
        widths.forEach((id, width) -> {
            byte[] hashes = kept.get(id);
            if (hashes == null) {
                missing.put(id, width);
            } else {
                known.put(id, hashes);
            }
        });
        if (!missing.isEmpty()) {
            Map<TileId, byte[]> read = tiles.hashes(missing);
            kept.putAll(read);
            known.putAll(read);
        }
        return known;
    }
}
