package io.reprieve.audit.log;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Adds entries by binary COPY (https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"). */
final class EntryCopy {
    private static final String COLUMNS = "index, event_id, leaf, leaf_hash, type, source, subject, subject_seq, prev,"
            + " account_id, actor, correlation_id, outcome, occurred_at";
    private static final int COLUMN_COUNT = 14;
    private static final byte[] SIGNATURE = "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
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
            text(entry.type());
            text(entry.source());
            text(entry.subject());
            number(entry.subjectSeq());
            text(entry.prev());
            text(entry.accountId());
            text(entry.actor());
            text(entry.correlationId());
            text(entry.outcome());
            number(EPOCH.until(entry.time(), ChronoUnit.MICROS));
        }
        out.writeShort(-1);
    }

    private void number(long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    private void text(String value) throws IOException {
        bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] value) throws IOException {
        if (value == null) {
            out.writeInt(-1);
            return;
        }
        out.writeInt(value.length);
        out.write(value);
    }
}
