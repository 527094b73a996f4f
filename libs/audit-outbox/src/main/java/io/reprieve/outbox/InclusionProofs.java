package io.reprieve.outbox;

import java.util.Arrays;
import java.util.List;

/** Inclusion proofs in an RFC 6962 Merkle tree (SHA-256), checked as RFC 9162 section 2.1.3.2 writes it. */
public final class InclusionProofs {
    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private InclusionProofs() {}

    /** Hash of a leaf: SHA-256(0x00 ‖ bytes). */
    public static byte[] leafHash(byte[] leaf) {
        return Hashes.sha256(LEAF, leaf);
    }

    /**
     * Does the path lead from this leaf hash, at this index, to the root of the tree of this size?
     *
     * @param path sibling hashes, lowest first
     */
    public static boolean verify(byte[] leafHash, long index, long treeSize, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= treeSize) {
            return false;
        }
        long node = index;
        long last = treeSize - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hash = Hashes.sha256(NODE, sibling, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>= 1;
                    last >>= 1;
                }
            } else {
                hash = Hashes.sha256(NODE, hash, sibling);
            }
            node >>= 1;
            last >>= 1;
        }
        return last == 0 && Arrays.equals(hash, root);
    }
}
