package io.reprieve.verifier;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Merkle trees of RFC 6962 (SHA-256): roots from leaves, and proofs checked by walking down from the root as the RFC
 * defines them, rather than by the bit arithmetic that is usual; so that two ways of thinking have to agree.
 */
public final class MerkleProofs {
    private MerkleProofs() {}

    /** SHA-256(0x00 ‖ entry). */
    public static byte[] leafHash(byte[] entry) {
        return sha256(new byte[] {0}, entry);
    }

    /** The root over leaf hashes, by the recursive definition. */
    public static byte[] root(List<byte[]> leafHashes) {
        if (leafHashes.isEmpty()) {
            return sha256();
        }
        if (leafHashes.size() == 1) {
            return leafHashes.get(0);
        }
        int split = (int) split(leafHashes.size());
        return node(root(leafHashes.subList(0, split)), root(leafHashes.subList(split, leafHashes.size())));
    }

    /** Whether the path leads from this leaf, at this index, to the root of a tree of this size. */
    public static boolean includes(byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size) {
            return false;
        }
        var rest = new ArrayList<>(path);
        byte[] computed = up(leafHash, index, size, rest);
        return computed != null && rest.isEmpty() && Arrays.equals(computed, root);
    }

    private static byte[] up(byte[] leafHash, long index, long size, List<byte[]> path) {
        if (size == 1) {
            return leafHash;
        }
        if (path.isEmpty()) {
            return null;
        }
        byte[] sibling = path.remove(path.size() - 1);
        long split = split(size);
        if (index < split) {
            byte[] left = up(leafHash, index, split, path);
            return left == null ? null : node(left, sibling);
        }
        byte[] right = up(leafHash, index - split, size - split, path);
        return right == null ? null : node(sibling, right);
    }

    /** Whether the path shows that the tree of the older size and root is how the newer one begins. */
    public static boolean consistent(long older, byte[] olderRoot, long newer, byte[] newerRoot, List<byte[]> path) {
        if (older < 0 || older > newer) {
            return false;
        }
        if (older == newer) {
            return path.isEmpty() && Arrays.equals(olderRoot, newerRoot);
        }
        if (older == 0) {
            return path.isEmpty() && Arrays.equals(olderRoot, sha256());
        }
        var rest = new ArrayList<>(path);
        byte[][] roots = both(older, newer, true, olderRoot, rest);
        return roots != null
                && rest.isEmpty()
                && Arrays.equals(roots[0], olderRoot)
                && Arrays.equals(roots[1], newerRoot);
    }

    // {root of the first `older` leaves, root of all `newer`} of a subtree; null when the path runs out.
    private static byte[][] both(long older, long newer, boolean whole, byte[] olderRoot, List<byte[]> path) {
        if (older == newer) {
            if (whole) {
                return new byte[][] {olderRoot, olderRoot};
            }
            if (path.isEmpty()) {
                return null;
            }
            byte[] hash = path.remove(path.size() - 1);
            return new byte[][] {hash, hash};
        }
        if (path.isEmpty()) {
            return null;
        }
        byte[] sibling = path.remove(path.size() - 1);
        long split = split(newer);
        if (older <= split) {
            byte[][] left = both(older, split, whole, olderRoot, path);
            return left == null ? null : new byte[][] {left[0], node(left[1], sibling)};
        }
        byte[][] right = both(older - split, newer - split, false, olderRoot, path);
        return right == null ? null : new byte[][] {node(sibling, right[0]), node(sibling, right[1])};
    }

    // The largest power of two smaller than n.
    private static long split(long n) {
        long power = 1;
        while (power * 2 < n) {
            power *= 2;
        }
        return power;
    }

    /** SHA-256(0x01 ‖ left ‖ right). */
    public static byte[] node(byte[] left, byte[] right) {
        return sha256(new byte[] {1}, left, right);
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
