package io.reprieve.verifier.log;

import io.reprieve.verifier.MerkleProofs;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The root over leaves that come in order, in memory that grows with the logarithm of their number. */
final class RunningRoot {
    private record Subtree(long leaves, byte[] hash) {}

    private final Deque<Subtree> subtrees = new ArrayDeque<>();
    private long leaves;

    void add(byte[] leafHash) {
        add(1, leafHash);
    }

    /** @param more leaves of a complete subtree, as many as one before it or fewer */
    void add(long more, byte[] hash) {
        leaves += more;
        var subtree = new Subtree(more, hash);
        while (!subtrees.isEmpty() && subtrees.peek().leaves() == subtree.leaves()) {
            subtree = new Subtree(
                    2 * subtree.leaves(), MerkleProofs.node(subtrees.pop().hash(), subtree.hash()));
        }
        subtrees.push(subtree);
    }

    long leaves() {
        return leaves;
    }

    byte[] root() {
        byte[] root = null;
        for (Subtree subtree : subtrees) {
            root = root == null ? subtree.hash() : MerkleProofs.node(subtree.hash(), root);
        }
        return root == null ? MerkleProofs.root(List.of()) : root;
    }
}
