package io.reprieve.verifier.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entries, one a line, as {@code GET /api/v1/events/export} gives them. */
final class EntryLines {
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 18];
    private int from;
    private int to;

    EntryLines(InputStream in) {
        this.in = in;
    }

    /** As many as there are, up to this number. */
    List<byte[]> next(int atMost) throws IOException {
        List<byte[]> entries = new ArrayList<>(atMost);
        while (entries.size() < atMost) {
            byte[] entry = line();
            if (entry == null) {
                break;
            }
            entries.add(entry);
        }
        return entries;
    }

    private byte[] line() throws IOException {
        ByteArrayOutputStream longer = null;
        while (true) {
            for (int at = from; at < to; at++) {
                if (buffer[at] == '\n') {
                    byte[] tail = Arrays.copyOfRange(buffer, from, at);
                    from = at + 1;
                    if (longer == null) {
                        return tail;
                    }
                    longer.writeBytes(tail);
                    return longer.toByteArray();
                }
            }
            if (from < to) {
                longer = longer == null ? new ByteArrayOutputStream() : longer;
                longer.write(buffer, from, to - from);
            }
            from = 0;
            to = in.read(buffer);
            if (to < 0) {
                to = 0;
                return null;
            }
        }
    }
}
