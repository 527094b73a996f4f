package io.reprieve.verifier;

import java.util.ArrayDeque;
import java.util.Deque;

/** The root over leaves that come one by one, in memory that grows with the logarithm of their number. */
final class RunningRoot {
    private record Subtree(long leaves, byte[] hash) {}

    private final Deque<Subtree> subtrees = new ArrayDeque<>();
    private long leaves;

    void add(byte[] leafHash) {
        leaves++;
        var subtree = new Subtree(1, leafHash);
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
        return root == null ? MerkleProofs.root(java.util.List.of()) : root;
    }
}
