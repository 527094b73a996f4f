package io.reprieve.accountdata.digest;

import io.reprieve.accountdata.archive.TableContent;
import io.reprieve.accountdata.archive.TableShape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The digest of a table's rows: the sum modulo 2^256 of HMAC-SHA-256 over each row's canonical text, which does not depend
 * on their order (MSet-Add-Hash of Clarke et al., ASIACRYPT 2003). Not thread-safe.
 */
public final class RowDigest {

    private static final int WORDS = 8;

    private final KeyedHash keyed;
    private final int fields;
    private final boolean wholeLine;
    private final byte[] hash = new byte[KeyedHash.LENGTH];
    private final int[] sum = new int[WORDS];
    private final String table;
    private long rows;
    private long bytes;

    public RowDigest(DigestKey key, TableShape shape) {
        this.table = shape.name();
        this.keyed = key.beginning((table + "\0").getBytes(StandardCharsets.UTF_8));
        this.fields = (int) shape.columns().stream()
                .filter(column -> !column.volatileColumn())
                .count();
        this.wholeLine = fields == shape.columns().size();
    }

    /** Adds one line of COPY text, its line feed included. */
    public void add(byte[] line) {
        add(line, 0, line.length);
    }

    /** Adds what lies between two places in a line: some fields, and the tab or line feed that follows them. */
    public void add(byte[] line, int from, int to) {
        keyed.of(line, from, end(line, from, to) - from, hash);
        long carry = 0;
        for (int word = WORDS - 1; word >= 0; word--) {
            int at = word * Integer.BYTES;
            long value = (hash[at] & 0xffL) << 24
                    | (hash[at + 1] & 0xffL) << 16
                    | (hash[at + 2] & 0xffL) << 8
                    | hash[at + 3] & 0xffL;
            carry += (sum[word] & 0xffffffffL) + value;
            sum[word] = (int) carry;
            carry >>>= Integer.SIZE;
        }
        rows++;
        bytes += to - from;
    }

    /** Volatile columns come last: the digest stops at the tab before the first of them. */
    private int end(byte[] line, int from, int to) {
        int last = Math.max(from, to - 1);
        if (wholeLine) {
            return last;
        }
        int tabs = 0;
        for (int at = from; at < last; at++) {
            if (fields == 0 || line[at] == '\t' && ++tabs == fields) {
                return at;
            }
        }
        return last;
    }

    public TableContent content() {
        ByteBuffer all = ByteBuffer.allocate(WORDS * Integer.BYTES);
        for (int word : sum) {
            all.putInt(word);
        }
        return new TableContent(table, rows, Digests.hex(all.array()));
    }

    public long rows() {
        return rows;
    }

    public long bytes() {
        return bytes;
    }
}
