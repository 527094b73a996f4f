package io.reprieve.outbox;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * How many entries of one source the log holds up to a size, and a digest of which ones lie where: from 32 zero bytes
 * on, for each entry in the order of the log, {@code d' = SHA-256(d, index as 8 bytes big endian, leaf hash)}. The log
 * computes the same from its leaves; two tallies of one size are equal or somebody holds something else.
 *
 * @param size of the log
 */
record Tally(long size, long entries, byte[] digest) {
    static final Tally NOTHING = new Tally(0, 0, new byte[32]);

    /** With one more entry of the source, the next in the order of the log. */
    Tally with(long index, byte[] leafHash) {
        byte[] place = ByteBuffer.allocate(Long.BYTES).putLong(index).array();
        return new Tally(index + 1, entries + 1, Hashes.sha256(digest, place, leafHash));
    }

    /** The same entries, seen from a log that has grown by entries of others. */
    Tally upTo(long newSize) {
        return new Tally(newSize, entries, digest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally that
                && size == that.size
                && entries == that.entries
                && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(size) * 31 + Arrays.hashCode(digest);
    }
}
