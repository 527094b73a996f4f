package io.reprieve.backup.browse;

import io.reprieve.edge.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads some rows out of the middle of a table, holding no more than those in memory. Rows before them are passed over without
 * being taken apart.
 */
final class RowReader {

    private static final int LARGEST_PAGE = 4 * 1024 * 1024;
    private static final int LARGEST_ROW = 32 * 1024 * 1024;

    private final InputStream copyText;
    private final byte[] buffer = new byte[64 * 1024];
    private int at;
    private int end;
    private long line;

    /** @param copyText lines of PostgreSQL's COPY text */
    RowReader(InputStream copyText) {
        this.copyText = copyText;
    }

    /**
     * Some rows, and where they end.
     *
     * @param rows their fields
     * @param position how many rows of the table lie before what comes next
     * @param more whether anything does
     */
    record Rows(List<List<String>> rows, long position, boolean more) {}

    /**
     * @param from rows to pass over
     * @param limit how many to find at most; fewer once they are long
     * @param filter which
     * @param longestLook how many rows to look at
     */
    Rows page(long from, int limit, RowFilter filter, long longestLook) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        long bytes = 0;
        while (line < from && pass()) {
            // only counted
        }
        while (rows.size() < limit && bytes < LARGEST_PAGE && line - from < longestLook) {
            byte[] row = next();
            if (row == null) {
                break;
            }
            if (filter.holds(row)) {
                rows.add(CopyText.fields(row));
                bytes += row.length;
            }
        }
        return new Rows(rows, line, fill());
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, copyText.readNBytes(buffer, 0, buffer.length));
        }
        return at < end;
    }

    private int lineFeed() {
        int found = at;
        while (found < end && buffer[found] != '\n') {
            found++;
        }
        return found;
    }

    private boolean pass() throws IOException {
        while (fill()) {
            at = lineFeed();
            if (at < end) {
                at++;
                line++;
                return true;
            }
        }
        return false;
    }

    private byte[] next() throws IOException {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        while (fill()) {
            int found = lineFeed();
            row.write(buffer, at, found - at);
            at = found;
            if (row.size() > LARGEST_ROW) {
                throw Problem.of(
                        413,
                        "row-too-large",
                        "The row is too large to be shown",
                        "Row " + line + " of the table holds more than " + LARGEST_ROW + " bytes. Restore the backup to"
                                + " read it, or look at other rows.");
            }
            if (at < end) {
                at++;
                line++;
                return row.toByteArray();
            }
        }
        return null;
    }
}
