package io.reprieve.audit.log;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Adds entries by binary COPY (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"). */
final class EntryCopy {
    private static final String COLUMNS = "index, event_id, leaf, leaf_hash";
    private static final int COLUMN_COUNT = 4;
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int BUFFER = 1 << 16;

    private final DataOutputStream out;

    private EntryCopy(DataOutputStream out) {
        this.out = out;
    }

    static void into(Connection connection, long firstIndex, List<Entry> entries) throws SQLException {
        try (var out = new DataOutputStream(new PGCopyOutputStream(
                connection.unwrap(PGConnection.class),
                "COPY log_entry (" + COLUMNS + ") FROM STDIN (FORMAT binary)",
                BUFFER))) {
            new EntryCopy(out).write(firstIndex, entries);
        } catch (IOException e) {
            throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
        }
    }

    private void write(long firstIndex, List<Entry> entries) throws IOException {
        out.write(SIGNATURE);
        out.writeInt(0);
        out.writeInt(0);
        long index = firstIndex;
        for (Entry entry : entries) {
            out.writeShort(COLUMN_COUNT);
            number(index++);
            text(entry.id());
            bytes(entry.leaf());
            bytes(entry.leafHash());
        }
        out.writeShort(-1);
    }

    private void number(long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    private void text(String value) throws IOException {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
    }
}
