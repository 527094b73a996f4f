package io.reprieve.backup.browse;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads some rows out of the middle of a table, holding no more than those in memory. */
final class RowReader {

    private RowReader() {}

    static List<List<String>> rows(InputStream copyText, long skip, int limit) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        InputStream in = new BufferedInputStream(copyText, 64 * 1024);
        long line = 0;
        ByteArrayOutputStream present = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && rows.size() < limit; b = in.read()) {
            if (b != '\n') {
                if (line >= skip) {
                    present.write(b);
                }
                continue;
            }
            if (line >= skip) {
                rows.add(CopyText.fields(present.toByteArray()));
                present.reset();
            }
            line++;
        }
        return rows;
    }
}
