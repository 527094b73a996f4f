package io.reprieve.audit.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The right edge of a growing tree: the complete subtrees that no larger one contains yet. All that is needed to add
 * leaves and to know the root. For one thread.
 */
public final class Frontier {
    private long size;
    private final Deque<Node> edge = new ArrayDeque<>();

    private Frontier(long size) {
        this.size = size;
    }

    /** The edge of the tree of this size, from the hashes of {@code new Span(0, size).nodes()}. */
    public static Frontier of(long size, Map<NodeId, byte[]> hashes) {
        var frontier = new Frontier(size);
        for (NodeId id : new Span(0, size).nodes()) {
            byte[] hash = hashes.get(id);
            if (hash == null) {
                throw new IllegalStateException("the tree of " + size + " lacks " + id);
            }
            frontier.edge.addLast(new Node(id, hash));
        }
        return frontier;
    }

    /** Adds a leaf; the leaf and every subtree it completed, smallest first. */
    public List<Node> add(byte[] leafHash) {
        List<Node> completed = new ArrayList<>();
        var node = new Node(new NodeId(0, size++), leafHash);
        completed.add(node);
        while ((node.id().index() & 1) == 1) {
            Node left = edge.removeLast();
            node = new Node(
                    new NodeId(node.id().level() + 1, node.id().index() >> 1), TreeHash.node(left.hash(), node.hash()));
            completed.add(node);
        }
        edge.addLast(node);
        return completed;
    }

    public long size() {
        return size;
    }

    public byte[] root() {
        byte[] root = null;
        for (Iterator<Node> nodes = edge.descendingIterator(); nodes.hasNext(); ) {
            byte[] left = nodes.next().hash();
            root = root == null ? left : TreeHash.node(left, root);
        }
        return root == null ? TreeHash.empty() : root;
    }
}
