package io.reprieve.audit.reconcile;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How many entries a source has in the log, and which: from 32 zero bytes on, for each of them in the order of the log,
 * {@code digest' = SHA-256(digest, index as 8 bytes big endian, leaf hash)}. A service computes the same from its
 * outbox.
 */
record SourceTally(long entries, byte[] digest) {
    static final SourceTally NOTHING = new SourceTally(0, new byte[32]);

    SourceTally with(long index, byte[] leafHash) {
        MessageDigest sha256 = sha256();
        sha256.update(digest);
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, index));
        sha256.update(leafHash);
        return new SourceTally(entries + 1, sha256.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
