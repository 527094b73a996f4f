package io.reprieve.backup.archive;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * Writes one part: a line that names it, then zstd inside AES-256-GCM segments. The line is bound into the part's key, so that a
 * part is readable in its own place only.
 */
final class PartWriter extends OutputStream {

    static final String MAGIC = "reprieve-part/1 ";
    private static final int ZSTD_LEVEL = 1;

    private final OutputStream plain;
    private long given;

    PartWriter(OutputStream sink, DataKey key, String archive, String name, SecureRandom random) throws IOException {
        byte[] label = label(archive, name).getBytes(StandardCharsets.UTF_8);
        sink.write(label);
        this.plain = new ZstdOutputStream(new SealingStream(sink, key, label, random), ZSTD_LEVEL);
    }

    /**
     * @param archive {@code <backup id>/<attempt>}
     * @param name of the part inside the attempt
     * @return the part's first line, newline included
     */
    static String label(String archive, String name) {
        return MAGIC + archive + "/" + name + "\n";
    }

    /** Plain bytes written so far. */
    long given() {
        return given;
    }

    @Override
    public void write(int b) throws IOException {
        plain.write(b);
        given++;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        plain.write(from, offset, length);
        given += length;
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
