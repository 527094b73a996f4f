package io.reprieve.audit.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Hashes of a Merkle tree: RFC 6962 section 2.1, SHA-256. */
public final class TreeHash {
    /** Bytes of a hash. */
    public static final int BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private TreeHash() {}

    /** Root of the tree without leaves. */
    public static byte[] empty() {
        return sha256().digest();
    }

    public static byte[] leaf(byte[] entry) {
        MessageDigest digest = sha256();
        digest.update(LEAF);
        return digest.digest(entry);
    }

    public static byte[] node(byte[] left, byte[] right) {
        MessageDigest digest = sha256();
        digest.update(NODE);
        digest.update(left);
        return digest.digest(right);
    }

    /** The hash over {@code count} hashes, a power of two of them, that lie one behind the other from the {@code first} on. */
    public static byte[] subtree(byte[] hashes, int first, int count) {
        if (count == 1) {
            return Arrays.copyOfRange(hashes, first * BYTES, (first + 1) * BYTES);
        }
        int half = count / 2;
        return node(subtree(hashes, first, half), subtree(hashes, first + half, half));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
