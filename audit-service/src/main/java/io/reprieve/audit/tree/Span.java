package io.reprieve.audit.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The leaves from {@code from} up to, not including, {@code to}, as RFC 6962 writes D[from:to]; one whose hash occurs in
 * a tree or a proof, so that {@code from} is a multiple of the largest power of two below its length.
 */
public record Span(long from, long to) {
    public Span {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("not a span: " + from + " to " + to);
        }
    }

    /** The complete subtrees it is made of, left to right, each smaller than the one before. */
    public List<NodeId> nodes() {
        List<NodeId> nodes = new ArrayList<>();
        long start = from;
        while (start < to) {
            int level = 63 - Long.numberOfLeadingZeros(to - start);
            nodes.add(new NodeId(level, start >> level));
            start += 1L << level;
        }
        return nodes;
    }

    /** Its Merkle tree hash, from the hashes of its nodes. */
    public byte[] hash(Map<NodeId, byte[]> hashes) {
        byte[] hash = null;
        List<NodeId> nodes = nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            byte[] left = hashes.get(nodes.get(i));
            if (left == null) {
                throw new IllegalStateException("the tree lacks " + nodes.get(i));
            }
            hash = hash == null ? left : TreeHash.node(left, hash);
        }
        return hash == null ? TreeHash.empty() : hash;
    }
}
