package io.reprieve.audit.tree;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Hashes of complete subtrees, computed from the tiles below them, as https://c2sp.org/tlog-tiles has clients do it. */
public final class TileHashes {
    private TileHashes() {}

    /** Where tiles are kept. */
    public interface Source {
        /** The first {@code width} hashes of each tile asked for, one behind the other. */
        Map<TileId, byte[]> hashes(Map<TileId, Integer> widths);
    }

    /** The Merkle tree hashes of these spans of leaves of a tree of this size. */
    public static List<byte[]> of(List<Span> spans, long treeSize, Source source) {
        Set<NodeId> nodes = new LinkedHashSet<>();
        spans.forEach(span -> nodes.addAll(span.nodes()));
        Map<TileId, Integer> widths = nodes.stream()
                .map(TileId::of)
                .distinct()
                .collect(Collectors.toMap(id -> id, id -> id.widthIn(treeSize)));
        Map<NodeId, byte[]> hashes = of(nodes, source.hashes(widths));
        return spans.stream().map(span -> span.hash(hashes)).toList();
    }

    private static Map<NodeId, byte[]> of(Collection<NodeId> nodes, Map<TileId, byte[]> tiles) {
        Map<NodeId, byte[]> hashes = new HashMap<>();
        for (NodeId node : nodes) {
            int count = 1 << (node.level() % TileId.HEIGHT);
            int first = (int) (node.index() * count % TileId.WIDTH);
            byte[] tile = tiles.get(TileId.of(node));
            if (tile == null || tile.length < (first + count) * TreeHash.BYTES) {
                throw new IllegalStateException("the tree lacks " + node);
            }
            hashes.put(node, TreeHash.subtree(tile, first, count));
        }
        return hashes;
    }
}
