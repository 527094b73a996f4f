package io.reprieve.accountdata.digest;

import java.security.DigestException;
import java.security.MessageDigest;

/**
 * HMAC-SHA-256 (RFC 2104) of many short texts that begin alike: the key's two blocks and the common beginning are hashed
 * once, and each text carries on from there. Not thread-safe.
 */
final class KeyedHash {

    /** Bytes of a hash. */
    static final int LENGTH = 32;

    private static final int BLOCK = 64;

    private final MessageDigest inner = Digests.sha256();
    private final MessageDigest outer = Digests.sha256();

    /** @param key at most {@value #BLOCK} bytes */
    KeyedHash(byte[] key, byte[] beginning) {
        inner.update(padded(key, (byte) 0x36));
        inner.update(beginning);
        outer.update(padded(key, (byte) 0x5c));
    }

    private static byte[] padded(byte[] key, byte pad) {
        if (key.length > BLOCK) {
            throw new IllegalArgumentException("a key of " + key.length + " bytes would have to be hashed first");
        }
        byte[] block = new byte[BLOCK];
        for (int at = 0; at < BLOCK; at++) {
            block[at] = (byte) ((at < key.length ? key[at] : 0) ^ pad);
        }
        return block;
    }

    /** @param into gets the hash of the beginning and {@code length} bytes of {@code text} from {@code offset} on */
    void of(byte[] text, int offset, int length, byte[] into) {
        try {
            MessageDigest hash = (MessageDigest) inner.clone();
            hash.update(text, offset, length);
            hash.digest(into, 0, LENGTH);
            hash = (MessageDigest) outer.clone();
            hash.update(into, 0, LENGTH);
            hash.digest(into, 0, LENGTH);
        } catch (CloneNotSupportedException | DigestException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned, and has 32 bytes", e);
        }
    }
}
