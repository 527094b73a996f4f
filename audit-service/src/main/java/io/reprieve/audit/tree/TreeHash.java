package io.reprieve.audit.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes of a Merkle tree: RFC 6962 section 2.1, SHA-256. */
public final class TreeHash {
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
