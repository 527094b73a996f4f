package io.reprieve.accountdata.snapshot;

import io.reprieve.accountdata.archive.TableShape;
import io.reprieve.accountdata.digest.DigestKey;
import io.reprieve.accountdata.digest.RowDigest;
import io.reprieve.accountdata.sql.Sql;
import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.copy.CopyOut;

/** Runs COPY … TO STDOUT and takes each row as it comes. */
public final class CopyOutRows {

    /** Takes one line of COPY text, its line feed included. */
    public interface LineTaker {
        void take(byte[] line) throws IOException;
    }

    private CopyOutRows() {}

    /** @param query a SELECT, or a DELETE or UPDATE with RETURNING */
    public static void each(Sql sql, String query, LineTaker taker) throws SQLException, IOException {
        // PostgreSQL sends one CopyData message a row in text format, and so the driver gives one line at a time.
        CopyOut copy = sql.copy().copyOut("COPY (" + query + ") TO STDOUT");
        try {
            for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
                taker.take(line);
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /** Digests what the query gives. */
    public static RowDigest digest(Sql sql, String query, DigestKey key, TableShape shape) throws SQLException {
        RowDigest digest = new RowDigest(key, shape);
        try {
            each(sql, query, digest::add);
        } catch (IOException e) {
            throw new IllegalStateException("digesting writes nowhere", e);
        }
        return digest;
    }
}
