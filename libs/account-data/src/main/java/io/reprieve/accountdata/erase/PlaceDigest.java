package io.reprieve.accountdata.erase;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.catalog.Table;
import io.reprieve.accountdata.digest.DigestKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/**
 * The digest of where a table's rows lie: how many they are, and the sum modulo 2^128 of AES over each place, which does
 * not depend on their order. A place fits into one block of AES; hashing it would cost many times as much. Not thread-safe.
 */
final class PlaceDigest {

    /** The columns that make a place. */
    static final String COLUMNS = "tableoid, ctid";

    private static final int BLOCK = 16;
    private static final int BLOCKS = 512;

    private final String table;
    private final Cipher permutation;
    private final ByteBuffer places = ByteBuffer.allocate(BLOCK * BLOCKS);
    private final ByteBuffer permuted = ByteBuffer.allocate(BLOCK * BLOCKS);
    private long rows;
    private long high;
    private long low;

    PlaceDigest(DigestKey key, Table table) {
        this.table = table.name().sql();
        this.permutation = key.permutation("places of " + this.table);
    }

    /**
     * Adds the place that begins at {@code from} in a line of COPY text, as in {@code 16402 TAB (17,3)}.
     *
     * @return what lies after the tab or the line feed that ends it
     */
    int add(byte[] line, int from) {
        int at = from;
        for (int number = 0; number < 3; number++) {
            // Two numbers are 32 bits without a sign, and the third is smaller.
            int value = 0;
            while (line[at] < '0' || line[at] > '9') {
                at++;
            }
            for (; line[at] >= '0' && line[at] <= '9'; at++) {
                value = value * 10 + line[at] - '0';
            }
            places.putInt(value);
        }
        places.putInt(0);
        rows++;
        if (!places.hasRemaining()) {
            permute();
        }
        // After the parenthesis that closes it.
        return at + 2;
    }

    private void permute() {
        try {
            permutation.update(places.flip(), permuted);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("a block gives a block", e);
        }
        permuted.flip();
        while (permuted.hasRemaining()) {
            high += permuted.getLong();
            long value = permuted.getLong();
            low += value;
            if (Long.compareUnsigned(low, value) < 0) {
                high++;
            }
        }
        places.clear();
        permuted.clear();
    }

    TableContent content() {
        permute();
        HexFormat hex = HexFormat.of();
        return new TableContent(table, rows, hex.toHexDigits(high) + hex.toHexDigits(low));
    }
}
